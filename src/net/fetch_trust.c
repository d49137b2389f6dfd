#include "net/fetch_trust.h"

#include <openssl/x509_vfy.h>

#include "os/files.h"
#include "os/os.h"

enum { PEM_COLUMNS = 64 };

static void add_pem(struct buffer *out, struct slice base64) {
    buffer_add_str(out, "-----BEGIN CERTIFICATE-----\n");
    for (size_t at = 0; at < base64.len; at += PEM_COLUMNS) {
        buffer_append(out, slice_sub(base64, at, PEM_COLUMNS));
        buffer_add_byte(out, '\n');
    }
    buffer_add_str(out, "-----END CERTIFICATE-----\n");
}

static bool add_file(struct buffer *out, const char *path, struct error *err) {
    bool good = os_read_file(path, out, err);
    buffer_add_byte(out, '\n');
    return good;
}

static void add_public(struct buffer *out) {
    for (size_t i = 0; os_trust_files[i]; i++)
        if (add_file(out, os_trust_files[i], NULL))
            return; /* one bundle is enough: the others hold the same */
}

bool fetch_trust_write(const struct net_options *options, bool pinned, struct buffer *out, struct error *err) {
    const char *extra = options ? options->extra_root_file : NULL;
    if (!pinned && !extra)
        return true;
    if (!pinned)
        add_public(out);
    for (size_t i = 0; options && i < options->n_private_roots; i++)
        add_pem(out, slice_str(options->private_roots[i]));
    if (extra && !add_file(out, extra, err))
        return false;
    if (out->len == 0)
        return error_set(err, "no root certificate is known for a host of Apple's own");
    return buffer_ok(out) ? true : error_set(err, "more root certificates than fit");
}

struct meaning {
    long code;
    enum net_outcome outcome;
};

static const struct meaning meanings[] = {
    {X509_V_ERR_CERT_HAS_EXPIRED, NET_EXPIRED},
    {X509_V_ERR_CERT_NOT_YET_VALID, NET_NOT_YET_VALID},
    {X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT, NET_SELF_SIGNED},
    {X509_V_ERR_HOSTNAME_MISMATCH, NET_WRONG_NAME},
    {X509_V_ERR_IP_ADDRESS_MISMATCH, NET_WRONG_NAME},
};

enum net_outcome fetch_trust_outcome(long verify_result) {
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].code == verify_result)
            return meanings[i].outcome;
    return NET_UNTRUSTED;
}
