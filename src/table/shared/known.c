#include "table/shared/known.h"

#include "format/ip_address.h"

/* Apple's own domains and the delivery networks named in its support article 101555. */
static const char *const apple_domains[] = {"apple.com",
                                            "icloud.com",
                                            "cdn-apple.com",
                                            "aaplimg.com",
                                            "mzstatic.com",
                                            "apple-dns.net",
                                            "apple-dns.cn",
                                            "icloud-content.com",
                                            "me.com",
                                            "mac.com",
                                            "itunes.com",
                                            "icloud.com.cn",
                                            "apple.com.akadns.net",
                                            "apple.com.edgekey.net",
                                            "apple.com.edgesuite.net",
                                            "apple.map.fastly.net",
                                            "apzones.com"};

static bool in_domain(struct slice name, const char *domain) {
    size_t n = strlen(domain);
    if (name.len < n || !slice_is_nocase(slice_from(name, name.len - n), domain))
        return false;
    return name.len == n || name.data[name.len - n - 1] == '.';
}

static bool in_host_file(const struct knowledge *k, struct slice name) {
    const struct tsv *t = knowledge_find(k, "host");
    size_t host = t ? tsv_column(t, "host") : SIZE_MAX;
    if (host == SIZE_MAX)
        return false;
    for (size_t i = 0; i < t->n_rows; i++)
        if (slice_is_nocase(name, tsv_cell(t, i, host)))
            return true;
    return false;
}

bool known_apple_host(const struct knowledge *k, struct slice name) {
    if (name.len && name.data[name.len - 1] == '.')
        name.len--;
    for (size_t i = 0; i < sizeof apple_domains / sizeof *apple_domains; i++)
        if (in_domain(name, apple_domains[i]))
            return true;
    return in_host_file(k, name);
}

static bool match_product(const struct tsv *t, struct slice text, struct known_product *ret_product) {
    const char *const names[] = {"pattern", "product", "vendor", "kind", "removal"};
    size_t at[5];
    for (size_t i = 0; i < 5; i++)
        if ((at[i] = tsv_column(t, names[i])) == SIZE_MAX)
            return false;
    for (size_t row = 0; row < t->n_rows; row++)
        if (slice_matches_glob(text, tsv_cell(t, row, at[0]))) {
            *ret_product =
                (struct known_product){tsv_cell(t, row, at[1]), tsv_cell(t, row, at[2]), tsv_cell(t, row, at[3]), tsv_cell(t, row, at[4])};
            return true;
        }
    return false;
}

bool known_product_find(const struct knowledge *k, struct slice id, struct slice team_id, struct known_product *ret_product) {
    enum { TEAM_MAX = 16, ID_MAX = 1024 };
    const struct tsv *t = knowledge_find(k, "security_product");
    if (!t || id.len > ID_MAX)
        return false;
    if (id.len && match_product(t, id, ret_product))
        return true;
    if (team_id.len == 0 || team_id.len > TEAM_MAX)
        return false;
    char team[5 + TEAM_MAX] = "team:";
    memcpy(team + 5, team_id.data, team_id.len);
    return match_product(t, slice_of(team, 5 + team_id.len), ret_product);
}

bool known_interceptor_find(const struct knowledge *k, struct slice issuer, struct known_interceptor *ret_interceptor) {
    const struct tsv *t = knowledge_find(k, "interceptor");
    size_t name = t ? tsv_column(t, "name") : SIZE_MAX, product = t ? tsv_column(t, "product") : SIZE_MAX,
           kind = t ? tsv_column(t, "kind") : SIZE_MAX;
    if (name == SIZE_MAX || product == SIZE_MAX || kind == SIZE_MAX)
        return false;
    for (size_t row = 0; row < t->n_rows; row++)
        if (slice_contains_nocase(issuer, tsv_cell(t, row, name))) {
            *ret_interceptor = (struct known_interceptor){tsv_cell(t, row, product), tsv_cell(t, row, kind)};
            return true;
        }
    return false;
}

bool known_resolver_find(const struct knowledge *k, struct slice address, struct known_resolver *ret_resolver) {
    const struct tsv *t = knowledge_find(k, "resolver_service");
    struct ip_address a;
    if (!t)
        return false;
    bool is_address = ip_address_parse(address, &a);
    size_t prefix = tsv_column(t, "prefix"), service = tsv_column(t, "service"), filters = tsv_column(t, "filters");
    if (prefix == SIZE_MAX || service == SIZE_MAX || filters == SIZE_MAX)
        return false;
    for (size_t i = 0; i < t->n_rows; i++) {
        const char *p = tsv_cell(t, i, prefix);
        if (!(is_address ? ip_address_in(&a, slice_str(p)) : in_domain(address, p)))
            continue;
        *ret_resolver = (struct known_resolver){tsv_cell(t, i, service), tsv_cell(t, i, filters)};
        return true;
    }
    return false;
}

struct slice known_url_host(struct slice url) {
    struct slice before, rest = url;
    slice_cut(url, "://", &before, &rest);
    for (size_t i = 0; i < rest.len; i++)
        if (rest.data[i] == '/' || rest.data[i] == '?' || rest.data[i] == '#')
            rest.len = i;
    slice_cut(rest, "@", &before, &rest);
    if (rest.len && rest.data[0] == '[')
        return slice_sub(rest, 1, slice_find_byte(rest, ']') == SLICE_NOT_FOUND ? rest.len : slice_find_byte(rest, ']') - 1);
    size_t colon = slice_find_byte(rest, ':');
    bool one_colon = colon != SLICE_NOT_FOUND && slice_find_byte(slice_from(rest, colon + 1), ':') == SLICE_NOT_FOUND;
    return one_colon ? slice_sub(rest, 0, colon) : rest;
}
