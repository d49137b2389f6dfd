/* The columns of table `error`, for error.c which declares them and error_rows.c which fills them. */
#ifndef TAILOR_TABLE_SHARED_ERROR_TABLE_H
#define TAILOR_TABLE_SHARED_ERROR_TABLE_H

#include "table/table.h"

enum error_column {
    ERROR_CHAIN,
    ERROR_DEPTH,
    ERROR_DOMAIN,
    ERROR_CODE,
    ERROR_NAME,
    ERROR_TEXT,
    ERROR_HOST,
    ERROR_URL,
    ERROR_PATH,
    ERROR_STAGE,
    ERROR_CAUSE,
    ERROR_MEANING,
    ERROR_STREAM_ERROR,
    ERROR_PROCESS,
    ERROR_QUOTE,
    ERROR_DATED,
    ERROR_ZONE,
    ERROR_COLUMNS
};

extern const struct table table_error;

#endif
