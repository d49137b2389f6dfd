/*
 * signature: the embedded code signature of each program, library and kernel extension, and whether the file is still what was signed.
 *
 * The certificates are not judged (format/code_signature.h). What the signature seals of a bundle besides its program, Info.plist and
 * _CodeSignature/CodeResources, is compared with the files of the evidence, by the table sealed_file.
 */
#include "format/code_signature.h"
#include "table/shared/executable_feed.h"
#include "table/shared/property_list.h"

enum {
    PATH,
    BUNDLE,
    OF_SYSTEM,
    ARCH,
    STATE,
    IDENTIFIER,
    TEAM,
    APPLE,
    CERTIFICATE,
    FLAGS,
    HASH,
    CDHASH,
    PAGES,
    PAGES_BAD,
    FIRST_BAD,
    INFO_HASH,
    RESOURCES_HASH,
    INFO_STATE,
    RESOURCES_STATE,
    PROBLEM,
    TEXT,
    COLUMN_COUNT
};

static const struct column columns[] = {
    [PATH] = {"path", COLUMN_TEXT, SHOW, "path on the Mac"},
    [BUNDLE] = {"bundle", COLUMN_TEXT, SHOW, "the .kext or .app that it lies in; NULL for none"},
    [OF_SYSTEM] = {"of_system", COLUMN_INTEGER, SHOW, "1 when it lies where only macOS puts files"},
    [ARCH] = {"arch", COLUMN_TEXT, SHOW, "architecture that the signature is of"},
    [STATE] = {"state", COLUMN_TEXT, SHOW,
               "whole, altered (pages differ from what was signed), unsigned, damaged (the signature cannot be read) or unchecked (an "
               "application)"},
    [IDENTIFIER] = {"identifier", COLUMN_TEXT, SHOW, "identifier in the signature"},
    [TEAM] = {"team", COLUMN_TEXT, SHOW, "team identifier; NULL for Apple's own and ad hoc ones"},
    [APPLE] = {"apple", COLUMN_INTEGER, SHOW, "1 when it says that it is part of macOS (a platform number)"},
    [CERTIFICATE] = {"certificate", COLUMN_INTEGER, SHOW, "1 when a certificate signed it, 0 for ad hoc"},
    [FLAGS] = {"flags", COLUMN_TEXT, SHOW, "adhoc, linker-signed, runtime, with blanks between; '' for none of these"},
    [HASH] = {"hash", COLUMN_TEXT, SHOW, "SHA-1, SHA-256, SHA-384: the strongest of several"},
    [CDHASH] = {"cdhash", COLUMN_TEXT, SHOW, "hash of the code directory, in hexadecimal"},
    [PAGES] = {"pages", COLUMN_INTEGER, SHOW, "pages compared with what was signed"},
    [PAGES_BAD] = {"pages_bad", COLUMN_INTEGER, SHOW, "pages that differ from it"},
    [FIRST_BAD] = {"first_bad", COLUMN_INTEGER, SHOW, "byte, in this architecture, at which the first of them begins"},
    [INFO_HASH] = {"info_hash", COLUMN_TEXT, SHOW, "hash of the bundle's Info.plist as sealed, in hexadecimal"},
    [RESOURCES_HASH] = {"resources_hash", COLUMN_TEXT, SHOW, "hash of CodeResources as sealed, in hexadecimal"},
    [INFO_STATE] = {"info_state", COLUMN_TEXT, SHOW, "whole or altered: the bundle's Info.plist, where the evidence holds it"},
    [RESOURCES_STATE] = {"resources_state", COLUMN_TEXT, SHOW, "whole or altered: the bundle's CodeResources, where the evidence holds it"},
    [PROBLEM] = {"problem", COLUMN_TEXT, SHOW, "what is wrong; NULL when nothing is"},
    [TEXT] = {"text", COLUMN_TEXT, SHOW, "path, architecture and state in one line, to quote"},
};

extern const struct table table_signature;

static const char *flag_names(struct arena *arena, uint32_t flags) {
    return arena_printf(arena, "%s%s%s%s%s", flags & CODE_ADHOC ? "adhoc" : "", flags & CODE_LINKER_SIGNED ? " " : "",
                        flags & CODE_LINKER_SIGNED ? "linker-signed" : "", flags & CODE_RUNTIME && flags & CODE_ADHOC ? " " : "",
                        flags & CODE_RUNTIME ? "runtime" : "");
}

static struct value hash_cell(struct feed *f, struct slice hash) {
    return hash.len ? property_hex(f->arena, hash, CODE_MAX_HASH) : value_null();
}

static void set_state(struct feed *f, struct value *row, const char *state, const char *problem) {
    row[STATE] = value_str(state);
    row[PROBLEM] = value_str(problem);
    row[TEXT] = value_str(arena_printf(f->arena, "%.*s (%.*s): %s%s%s", SLICE_ARG(row[PATH].text), SLICE_ARG(row[ARCH].text), state,
                                       problem ? ": " : "", problem ? problem : ""));
}

/* Nothing asks whether an application is whole, and a volume holds gigabytes of them. */
static bool is_checked(struct slice path) { return !slice_starts_with(path, "/Applications/"); }

static void set_signed(struct feed *f, struct value *row, const struct code_signature *s, struct slice bytes) {
    struct code_pages p = {0};
    if (is_checked(row[PATH].text))
        p = code_signature_check(s, bytes);
    row[IDENTIFIER] = value_text(s->identifier);
    row[TEAM] = s->team.len ? value_text(s->team) : value_null();
    row[APPLE] = value_bool(s->platform != 0);
    row[CERTIFICATE] = value_bool(s->has_cms);
    row[FLAGS] = value_str(flag_names(f->arena, s->flags));
    row[HASH] = value_str(code_hash_name(s->hash_type));
    row[CDHASH] = property_hex(f->arena, slice_of(s->cdhash, CODE_HASH_BYTES), CODE_HASH_BYTES);
    row[INFO_HASH] = hash_cell(f, code_signature_special(s, CODE_INFO));
    row[RESOURCES_HASH] = hash_cell(f, code_signature_special(s, CODE_RESOURCES));
    row[PAGES] = value_integer(p.checked);
    row[PAGES_BAD] = value_integer(p.bad);
    if (p.bad) {
        row[FIRST_BAD] = value_integer((int64_t)p.first_bad);
        set_state(f, row, "altered",
                  arena_printf(f->arena, "%u of %u pages differ from what was signed, the first at byte %llu", p.bad, p.checked,
                               (unsigned long long)p.first_bad));
    } else {
        set_state(f, row, p.checked ? "whole" : "unchecked", NULL);
    }
}

void signature_row(struct feed *f, struct slice path, const struct macho_slice *s) {
    struct code_signature signature;
    struct error err = {{0}};
    if (!feed_wants(f, &table_signature))
        return;
    struct value row[COLUMN_COUNT] = {[PATH] = value_text(path),
                                      [BUNDLE] = value_text(executable_bundle(path)),
                                      [OF_SYSTEM] = value_bool(executable_is_of_system(path)),
                                      [ARCH] = value_str(s->arch)};
    if (s->signature_size == 0)
        set_state(f, row, s->problem ? "damaged" : "unsigned", s->problem);
    else if (code_signature_parse(slice_sub(s->bytes, s->signature_offset, s->signature_size), &signature, &err))
        set_signed(f, row, &signature, s->bytes);
    else
        set_state(f, row, "damaged", err.text);
    feed_row(f, &table_signature, row, at_line((int64_t)(s->offset + s->signature_offset)));
}

/* Compared for the program that the bundle's own Info.plist names. */
#define SEALED_STATE(hash, role)                                                                                                           \
    "(SELECT CASE WHEN signature." hash " = CASE signature.hash WHEN 'SHA-1' THEN f.sha1 WHEN 'SHA-256' THEN f.sha256"                     \
    "             WHEN 'SHA-256 (20 bytes)' THEN substr(f.sha256, 1, 40) WHEN 'SHA-384' THEN f.sha384 END THEN 'whole' ELSE 'altered' END" \
    " FROM sealed_file AS f JOIN sealed_file AS i ON i.bundle = f.bundle AND i.role = 'info'"                                              \
    " WHERE f.bundle = signature.bundle AND f.role = '" role "' AND i.executable = signature.path AND signature." hash " IS NOT NULL)"

const struct table table_signature = {
    .name = "signature",
    .doc = "Code signatures of programs, libraries and extensions, and whether the file still matches",
    .columns = columns,
    .n_columns = COLUMN_COUNT,
    .artefacts = (const char *const[]){"executable", NULL},
    .feed = executable_feed,
    .needs = (const char *const[]){"sealed_file", NULL},
    .derive = "UPDATE signature SET info_state = " SEALED_STATE(
        "info_hash", "info") ", "
                             "resources_state = " SEALED_STATE("resources_hash", "resources") " WHERE bundle IS NOT NULL;"};
