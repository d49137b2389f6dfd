/* Table error: every error of every chain in logs and dialogs, flattened. The rows are made by shared/error_rows.c. */
#include "table/shared/error_table.h"
#include "table/shared/log_pass.h"

static const struct column columns[] = {
    [ERROR_CHAIN] = {"chain", COLUMN_INTEGER, SHOW, "the same for all errors of one chain, unique within the artefact"},
    [ERROR_DEPTH] = {"depth", COLUMN_INTEGER, SHOW, "0 for the outermost error, one more for each underlying one"},
    [ERROR_DOMAIN] = {"domain", COLUMN_TEXT, SHOW, "error domain; TSS for the signing server's STATUS, HTTP for HTTP statuses"},
    [ERROR_CODE] = {"code", COLUMN_INTEGER, SHOW, "code within the domain"},
    [ERROR_NAME] = {"name", COLUMN_TEXT, SHOW, "symbolic name, from the text or from what is known"},
    [ERROR_TEXT] = {"text", COLUMN_TEXT, SHOW, "the error's own text"},
    [ERROR_HOST] = {"host", COLUMN_TEXT, SHOW, "host of the URL that failed"},
    [ERROR_URL] = {"url", COLUMN_TEXT, SHOW, "URL that failed"},
    [ERROR_PATH] = {"path", COLUMN_TEXT, SHOW, "file that the error names"},
    [ERROR_STAGE] = {"stage", COLUMN_TEXT, SHOW, "stage of an update to which the code belongs; NULL when the code does not tell"},
    [ERROR_CAUSE] = {"cause", COLUMN_TEXT, SHOW, "cause; NULL when the code alone does not tell"},
    [ERROR_MEANING] = {"meaning", COLUMN_TEXT, SHOW, "what the code means; NULL when it is not known"},
    [ERROR_STREAM_ERROR] = {"stream_error", COLUMN_INTEGER, SHOW, "_kCFStreamErrorCodeKey: TLS (-98xx), errno or resolver code beneath"},
    [ERROR_PROCESS] = {"process", COLUMN_TEXT, SHOW, "process that logged it"},
    [ERROR_QUOTE] = {"quote", COLUMN_TEXT, SHOW, "the log record as written, at most 1000 bytes"},
    [ERROR_DATED] = {"dated", COLUMN_INTEGER, SHOW, "1 when the record carries its own date"},
    [ERROR_ZONE] = {"zone", COLUMN_INTEGER, SHOW,
                    "minutes east of Greenwich of the clock that wrote it; NULL: not known, then the zone of the rest of the evidence was "
                    "taken for `time`"},
};

const struct table table_error = {
    .name = "error",
    .doc = "Every error of every chain in the logs and in what the person saw, outermost first.",
    .columns = columns,
    .n_columns = ERROR_COLUMNS,
    .artefacts = (const char *const[]){"install_log", "log_show", "restore_log", "host_tool", "softwareupdate_install",
                                       "softwareupdate_list", "startosinstall", "agent_log", "kernel_log", "dialog", NULL},
    .feed = log_pass_feed,
};
