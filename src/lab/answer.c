#include "lab/answer.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>

#include "base/json_writer.h"

enum { BASE64_LINE_SLACK = 8, P256_BYTES = 32 };

static const struct {
    int status;
    const char *message;
} messages[] = {{LAB_SUCCESS, "SUCCESS"},
                {LAB_INVALID_OPTION, "Invalid Option!"},
                {LAB_INCOMPLETE, "This device isn't eligible for the requested build."},
                {LAB_NOT_ELIGIBLE, "This device isn't eligible for the requested build."},
                {LAB_NO_DATA, "No data in the request"}};

void lab_answer_status(int status, struct buffer *out) {
    const char *message = "An internal error occurred.";
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++)
        if (messages[i].status == status)
            message = messages[i].message;
    buffer_printf(out, "STATUS=%d&MESSAGE=%s", status, message);
}

static void add_base64(struct buffer *out, struct slice bytes) {
    size_t room = (bytes.len + 2) / 3 * 4 + BASE64_LINE_SLACK;
    if (bytes.len > INT32_MAX || !buffer_reserve(out, room))
        return;
    int n = EVP_EncodeBlock(out->data + out->len, bytes.data, (int)bytes.len);
    out->len += n > 0 ? (size_t)n : 0;
}

void lab_answer_ticket(enum lab_kind kind, struct slice ticket, struct buffer *out) {
    lab_answer_status(LAB_SUCCESS, out);
    buffer_add_str(out,
                   "&REQUEST_STRING=<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<!DOCTYPE plist PUBLIC \"-//Apple Computer//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n"
                   "<plist version=\"1.0\">\n<dict>\n\t<key>@ServerVersion</key>\n\t<string>2.1.0</string>\n\t<key>");
    buffer_add_str(out, lab_kind_answer(kind));
    buffer_add_str(out, "</key>\n\t<data>");
    add_base64(out, ticket);
    buffer_add_str(out, "</data>\n</dict>\n</plist>\n");
}

void lab_answer_portal(struct buffer *out) {
    buffer_add_str(out, "<!DOCTYPE html>\n<html><head><title>Practice network: sign in</title></head>\n"
                        "<body><h1>Welcome to this practice network</h1>\n<form action=\"/portal\" method=\"post\">"
                        "<input name=\"room\"><input type=\"submit\" value=\"Connect\"></form></body></html>\n");
}

static void write_devices(struct json_writer *j, const struct lab_release *r) {
    json_key(j, "SupportedDevices");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_devices; i++)
        json_slice(j, r->devices[i]);
    json_close(j, ']');
}

static void write_set(struct json_writer *j, const char *name, const struct lab *lab, bool betas) {
    json_key(j, name);
    json_open(j, '{');
    json_key(j, "macOS");
    json_open(j, '[');
    for (size_t i = 0; i < lab->n_releases; i++) {
        const struct lab_release *r = &lab->releases[i];
        if (lab_build_is_beta(r->build) && !betas)
            continue;
        json_open(j, '{');
        json_key(j, "ProductVersion");
        json_slice(j, r->version);
        json_key(j, "Build");
        json_slice(j, r->build);
        json_member_str(j, "PostingDate", r->posted);
        json_member_str(j, "ExpirationDate", r->expires);
        write_devices(j, r);
        json_close(j, '}');
    }
    json_close(j, ']');
    json_close(j, '}');
}

void lab_answer_pmv(const struct lab *lab, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 0);
    json_open(&j, '{');
    write_set(&j, "PublicAssetSets", lab, false);
    write_set(&j, "AssetSets", lab, true);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

/* Board names: Apple writes J375cAP here and J375CAP there. */
static bool equal_nocase(struct slice a, struct slice b) {
    for (size_t i = 0; a.len == b.len && i < a.len; i++)
        if ((a.data[i] | 0x20) != (b.data[i] | 0x20))
            return false;
    return a.len == b.len;
}

static bool is_for(const struct lab_release *r, struct slice model) {
    for (size_t i = 0; i < r->n_devices; i++)
        if (equal_nocase(r->devices[i], model))
            return true;
    return false;
}

static void write_asset(struct json_writer *j, const struct lab_release *r) {
    json_open(j, '{');
    json_key(j, "OSVersion");
    json_slice(j, r->version);
    json_key(j, "Build");
    json_slice(j, r->build);
    json_key(j, "SUDocumentationID");
    json_slice(j, r->build);
    json_key(j, "SupportedDeviceModels");
    json_open(j, '[');
    for (size_t i = 0; i < r->n_devices; i++)
        json_slice(j, r->devices[i]);
    json_close(j, ']');
    json_key(j, "IsSeed");
    json_bool(j, lab_build_is_beta(r->build));
    json_member_int(j, "_DownloadSize", (int64_t)r->download_bytes);
    json_member_int(j, "_UnarchivedSize", (int64_t)r->installed_bytes);
    json_close(j, '}');
}

void lab_answer_catalogue(const struct lab *lab, struct slice model, const struct lab_seen *seen, int64_t now_ns, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 0);
    char now[32];
    timestamp_format(now_ns, now);
    now[10] = '\0'; /* the day */
    json_open(&j, '{');
    json_member_str(&j, "AssetSetId", "practice");
    json_member_str(&j, "PostingDate", now);
    json_key(&j, "Assets");
    json_open(&j, '[');
    for (size_t i = 0; i < lab->n_releases && !seen->account[LAB_ACCOUNT_REGION]; i++) {
        const struct lab_release *r = &lab->releases[i];
        if (is_for(r, model) && !(lab_build_is_beta(r->build) && seen->account[LAB_ACCOUNT_NOT_ENTITLED]))
            write_asset(&j, r);
    }
    json_close(&j, ']');
    json_close(&j, '}');
}

/* Base64 for URLs, without padding (RFC 7515, section 2). */
static void add_base64url(struct buffer *out, struct slice bytes) {
    size_t start = out->len;
    add_base64(out, bytes);
    while (out->len > start && out->data[out->len - 1] == '=')
        out->len--;
    for (size_t i = start; i < out->len; i++)
        out->data[i] = out->data[i] == '+' ? '-' : out->data[i] == '/' ? '_' : out->data[i];
}

/* The two numbers of an ECDSA signature, 32 bytes each, as JWS has them (RFC 7518, section 3.4). */
static bool plain_signature(struct slice der, uint8_t out[2 * P256_BYTES]) {
    const unsigned char *at = der.data;
    ECDSA_SIG *s = d2i_ECDSA_SIG(NULL, &at, (long)der.len);
    bool good = s && BN_bn2binpad(ECDSA_SIG_get0_r(s), out, P256_BYTES) == P256_BYTES &&
                BN_bn2binpad(ECDSA_SIG_get0_s(s), out + P256_BYTES, P256_BYTES) == P256_BYTES;
    ECDSA_SIG_free(s);
    return good;
}

bool lab_answer_assets(const struct lab *lab, struct slice model, const struct lab_seen *seen, int64_t now_ns, struct buffer *out) {
    struct buffer json CLEANUP_BUFFER = buffer_with_limit(8 << 20);
    uint8_t der[128], plain[2 * P256_BYTES];
    size_t len = sizeof der;
    lab_answer_catalogue(lab, model, seen, now_ns, &json);
    add_base64url(out, slice_str("{\"alg\":\"ES256\"}"));
    buffer_add_byte(out, '.');
    add_base64url(out, buffer_slice(&json));
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    bool good = c && buffer_ok(&json) && buffer_ok(out) && EVP_DigestSignInit(c, NULL, EVP_sha256(), NULL, lab->keys->tls_root_key) == 1 &&
                EVP_DigestSign(c, der, &len, out->data, out->len) == 1 && plain_signature(slice_of(der, len), plain);
    EVP_MD_CTX_free(c);
    buffer_add_byte(out, '.');
    add_base64url(out, slice_of(plain, good ? sizeof plain : 0));
    return good && buffer_ok(out);
}

void lab_answer_account(const struct lab *lab, const struct lab_seen *seen, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 1);
    char changed[32];
    timestamp_format(lab->started_ns, changed);
    json_open(&j, '{');
    json_member_str(&j, "schema", "tailor.account/1");
    json_member_str(&j, "status",
                    seen->account[LAB_ACCOUNT_LOCKED]     ? "locked"
                    : seen->account[LAB_ACCOUNT_DISABLED] ? "disabled"
                                                          : "active");
    json_member_str(&j, "two_factor", seen->account[LAB_ACCOUNT_TWO_FACTOR] ? "pending" : "done");
    json_member_str(&j, "region", !seen->account[LAB_ACCOUNT_REGION] ? "US" : seen->region[0] ? seen->region : "FR");
    json_key(&j, "entitlements");
    json_open(&j, '[');
    json_str(&j, "public");
    if (!seen->account[LAB_ACCOUNT_NOT_ENTITLED])
        json_str(&j, "developer-beta");
    json_close(&j, ']');
    json_member_str(&j, "changed", changed);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}

void lab_answer_time(int64_t now_ns, struct buffer *out) {
    struct json_writer j = json_writer_to(out, 0);
    char now[32];
    timestamp_format(now_ns, now);
    json_open(&j, '{');
    json_member_str(&j, "now", now);
    json_member_int(&j, "unix", now_ns / NS_PER_SECOND);
    json_close(&j, '}');
    buffer_add_byte(out, '\n');
}
