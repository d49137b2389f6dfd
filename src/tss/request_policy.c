/* A LocalPolicy that the signing server signs: while a system is restored, and for recoveryOS. The everyday one is signed by the Mac. */
#include "tss/request_kind.h"

/* SHA-384 of the smallest IM4P of the type lpol, which stands for "no policy yet" (libimobiledevice/idevicerestore). */
static const uint8_t empty_policy[] = {0xd1, 0x01, 0x54, 0x38, 0xc4, 0xa8, 0x91, 0x72, 0xa3, 0x04, 0x8d, 0x5e, 0xae, 0xbc, 0xb2, 0xde,
                                       0x65, 0x77, 0x75, 0xc6, 0x6a, 0xf8, 0x68, 0x91, 0x6a, 0xa7, 0x96, 0x19, 0x02, 0x3d, 0x82, 0x86,
                                       0xa1, 0x46, 0x10, 0xc7, 0x25, 0xe4, 0x91, 0xce, 0x67, 0xf4, 0x0c, 0xbd, 0x58, 0xb7, 0x78, 0x72};

static bool add_policy(struct tss_work *w, bool local_boot, struct error *err) {
    struct plist_dict policy = plist_dict_in(w->arena);
    struct plist value;
    plist_dict_set(&policy, "Digest", plist_of_data(slice_of(empty_policy, sizeof empty_policy)));
    plist_dict_set(&policy, "Trusted", plist_of_bool(true));
    if (!plist_dict_finish(&policy, &value, err))
        return false;
    plist_dict_set(&w->out, "@ApImg4Ticket", plist_of_bool(true));
    plist_dict_set(&w->out, "Ap,LocalBoot", plist_of_bool(local_boot));
    plist_dict_set(&w->out, "Ap,LocalPolicy", value);
    return true;
}

static bool add_data(struct tss_work *w, const char *key, const char *word, struct slice bytes, struct error *err) {
    if (!bytes.data)
        return error_set(err, "the request needs %s (%s= of the device)", key, word);
    plist_dict_set(&w->out, key, plist_of_data(bytes));
    return true;
}

static bool add_device(struct tss_work *w, struct error *err) {
    return tss_add_chip(w, err) && tss_add_ecid(w, err) && tss_add_modes(w, "ApProductionMode", "ApSecurityMode");
}

static bool fill_local(struct tss_work *w, struct error *err) {
    return add_policy(w, false, err) && add_data(w, "Ap,NextStageIM4MHash", "ticket-hash", w->q->device->ticket_hash, err) &&
           add_device(w, err) && tss_add_nonces(w, err);
}

/* Without a nonce of the processor: it is the hash of the policy's own that counts. */
static bool fill_recovery(struct tss_work *w, struct error *err) {
    const struct device_keys *d = w->q->device;
    if (!add_policy(w, true, err) || !add_data(w, "Ap,NextStageIM4MHash", "ticket-hash", d->ticket_hash, err) ||
        !add_data(w, "Ap,RecoveryOSPolicyNonceHash", "policy-nonce-hash", d->policy_nonce_hash, err) ||
        !add_data(w, "Ap,VolumeUUID", "volume", d->volume, err))
        return false;
    if (d->cryptex_hash.data)
        plist_dict_set(&w->out, "Ap,NextStageCryptex1IM4MHash", plist_of_data(d->cryptex_hash));
    return add_device(w, err);
}

const struct tss_maker tss_local_policy = {{"local-policy", "ApImg4Ticket", "LocalPolicy of a new system", false}, fill_local};
const struct tss_maker tss_recovery_policy = {{"recovery-policy", "ApImg4Ticket", "LocalPolicy of recoveryOS", false}, fill_recovery};
