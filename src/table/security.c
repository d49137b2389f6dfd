/*
 * security: one row for each fact about System Integrity Protection, the sealed system volume, secure boot, LocalPolicy and FileVault.
 *
 * Names: sip, sip/<protection>, authenticated_root, secure_boot_level (full, reduced, permissive, medium, no), seal (yes, no, broken),
 * filevault (on, off), filevault/conversion, filevault/deferred, pairing, policy/<tag> and environment/<tag> of bputil with the tag in
 * lower case (policy/smb0), boot_policy/<key> of system_profiler, secure_vm, boot_snapshot, blessed_folder, blessed_volume, boot_device.
 */
#include "table/shared/security_facts.h"

enum { NAME, VALUE, DETAIL, PRIVATE_VALUE, VOLUME_GROUP, FROM, TEXT, COLUMN_COUNT };

static const struct column columns[] = {
    [NAME] = {"name", COLUMN_TEXT, SHOW, "name of the fact, such as sip, seal, secure_boot_level or policy/smb0"},
    [VALUE] = {"value", COLUMN_TEXT, SHOW,
               "the fact in lower case: enabled, disabled, full, reduced, permissive, yes, broken, on; NULL when private"},
    [DETAIL] = {"detail", COLUMN_TEXT, SHOW, "what the value is of, or the stored value behind it, in the command's words"},
    [PRIVATE_VALUE] = {"private_value", COLUMN_TEXT, REDACT, "the value where it identifies the Mac: ECID, UUIDs, hashes of nonces"},
    [VOLUME_GROUP] = {"volume_group", COLUMN_TEXT, REDACT, "UUID of the volume group that the LocalPolicy is of"},
    [FROM] = {"from", COLUMN_TEXT, SHOW, "which command told it: csrutil, bputil, fdesetup, diskutil, bless or system_profiler"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "the line as it stands, or key and value; NULL when private"},
};

extern const struct table table_security;

void security_fact(struct feed *f, const struct security_fact *fact, struct origin origin) {
    bool private = fact->private_value.data != NULL;
    struct value row[COLUMN_COUNT] = {[NAME] = value_str(fact->name),
                                      [VALUE] = private ? value_null() : value_text(fact->value),
                                      [DETAIL] = value_text(fact->detail),
                                      [PRIVATE_VALUE] = value_text(fact->private_value),
                                      [VOLUME_GROUP] = value_text(fact->volume_group),
                                      [FROM] = value_str(fact->from),
                                      [TEXT] = private ? value_null() : value_text(fact->text)};
    feed_row(f, &table_security, row, origin);
}

static bool feed_security(struct feed *f, struct error *err) {
    static const struct {
        const char *kind;
        table_feed *read;
    } readers[] = {{"csrutil", security_csrutil},        {"csrutil_authenticated_root", security_csrutil},
                   {"bputil", security_bputil},          {"fdesetup_status", security_fdesetup},
                   {"bless_info", security_bless},       {"system_profiler", security_profiler},
                   {"diskutil_info", security_diskutil}, {"diskutil_apfs_list_text", security_diskutil}};
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++)
        if (strcmp(f->artefact->kind, readers[i].kind) == 0)
            return readers[i].read(f, err);
    return true;
}

const struct table table_security = {.name = "security",
                                     .doc = "System Integrity Protection, seal, secure boot, LocalPolicy, FileVault: one row a fact",
                                     .columns = columns,
                                     .n_columns = COLUMN_COUNT,
                                     .artefacts = (const char *const[]){"csrutil", "csrutil_authenticated_root", "bputil",
                                                                        "fdesetup_status", "diskutil_info", "diskutil_apfs_list_text",
                                                                        "bless_info", "system_profiler", NULL},
                                     .feed = feed_security};
