/* What of an identity every request for images repeats. */
#include "tss/request_kind.h"

/* Copied as they stand, where the identity has them (libimobiledevice/libtatsu). */
static const char *const copied[] = {
    "Ap,OSLongVersion", "Ap,OSReleaseType", "Ap,ProductMarketingVersion", "Ap,ProductType", "Ap,SDKPlatform", "Ap,Target",
    "Ap,TargetType",    "Ap,Timestamp",     "PearlCertificationRootPub",  "AllowNeRDBoot"};

/* Info/RequestManifestProperties names what newer builds want repeated, of the identity or of its Info. */
static void add_named_properties(struct tss_work *w) {
    const struct plist *node = w->q->identity->node, *info = plist_get(node, "Info");
    const struct plist *names = plist_get(info, "RequestManifestProperties");
    for (size_t i = 0; names && names->type == PLIST_ARRAY && i < names->n_items; i++) {
        const char *name = arena_string(w->arena, plist_string(&names->items[i]));
        const struct plist *value = name && *name ? plist_get(node, name) : NULL;
        if (!value && name && *name)
            value = plist_get(info, name);
        if (value && value->type != PLIST_DICT && value->type != PLIST_ARRAY)
            plist_dict_set(&w->out, name, *value);
    }
}

bool tss_add_identity(struct tss_work *w, struct error *err) {
    const struct plist *info = plist_get(w->q->identity->node, "Info");
    bool uid_mode = false;
    if (!tss_copy(w, "UniqueBuildID"))
        return error_set(err, "the identity has no UniqueBuildID");
    for (size_t i = 0; i < sizeof copied / sizeof *copied; i++)
        (void)tss_copy(w, copied[i]);
    if (tss_copy_number(w, "NeRDEpoch"))
        plist_dict_set(&w->out, "PermitNeRDPivot", plist_of_data(slice_str("")));
    if (plist_bool_value(plist_get(info, "RequiresUIDMode"), &uid_mode) && uid_mode) {
        plist_dict_set(&w->out, "UID_MODE", plist_of_bool(false)); /* false is what is sent; why is not known (libtatsu) */
        plist_dict_set(&w->out, "Ap,SikaFuse", plist_of_unsigned(0));
    }
    add_named_properties(w);
    return true;
}
