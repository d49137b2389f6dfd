/* Requests for tickets, key by key; the rules of components; the choice of an identity. */
#include <stdio.h>
#include <stdlib.h>

#include "arena_test.h"
#include "tss/identity.h"
#include "tss/request.h"
#include "tss/restore_rules.h"

static const struct plist *parse(const char *text) {
    const struct plist *root = NULL;
    struct error err = {{0}};
    if (!plist_parse(slice_str(text), arena, &root, NULL, &err))
        fail_msg("%s", err.text);
    return root;
}

/* A list in short: D{…} dictionary, T true, F false, 5 integer, 'text', <hex> data; in the order of the keys. */
static void add_short(struct buffer *out, const struct plist *p) {
    switch (p->type) {
    case PLIST_BOOL:
        buffer_add_byte(out, p->boolean ? 'T' : 'F');
        break;
    case PLIST_INTEGER:
        buffer_printf(out, "%llu", (unsigned long long)p->integer);
        break;
    case PLIST_STRING:
        buffer_printf(out, "'%.*s'", SLICE_ARG(p->text));
        break;
    case PLIST_DATA:
        buffer_add_byte(out, '<');
        for (size_t i = 0; i < p->text.len; i++)
            buffer_printf(out, "%02x", p->text.data[i]);
        buffer_add_byte(out, '>');
        break;
    default:
        buffer_add_byte(out, '?');
    }
}

static const char *in_short(const struct plist *dict) {
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    for (size_t i = 0; i < dict->n_items; i++) {
        buffer_printf(&out, "%s%.*s=", i ? " " : "", SLICE_ARG(dict->keys[i]));
        if (dict->items[i].type == PLIST_DICT)
            buffer_printf(&out, "{%s}", in_short(&dict->items[i]));
        else
            add_short(&out, &dict->items[i]);
    }
    return arena_string(arena, buffer_slice(&out));
}

/* XML in short; data as base64. */
/* These lines are read as data. */
/* clang-format off */
#define K(name) "<key>" name "</key>"
#define S(text) "<string>" text "</string>"
#define I(number) "<integer>" #number "</integer>"
#define X(base64) "<data>" base64 "</data>"
#define T "<true/>"
#define F "<false/>"
#define DICT(...) "<dict>" __VA_ARGS__ "</dict>"
#define ARRAY(...) "<array>" __VA_ARGS__ "</array>"
#define LIST(...) "<?xml version=\"1.0\"?><plist version=\"1.0\">" __VA_ARGS__ "</plist>"
#define RULE(conditions, actions) DICT(K("Conditions") DICT(conditions) K("Actions") DICT(actions))

/* A build with what the kinds need, in the forms that real ones have (numbers as text and as integers). */
#define IDENTITY_INFO                                                                                                                      \
    K("Info")                                                                                                                              \
    DICT(K("DeviceClass") S("j313ap") K("Variant") S("macOS Customer") K("RestoreBehavior") S("Erase") K("BuildNumber") S("24G90")         \
             K("RequiresUIDMode") T K("Ap,Timestamp") I(1700000000) K("RequestManifestProperties")                                         \
                 ARRAY(S("Ap,NewKey") S("Ap,Timestamp") S("Missing") S("Manifest") I(5)))
#define KERNEL_RULES                                                                                                                       \
    ARRAY(RULE(K("ApRawProductionMode") T K("ApRequiresImage4") T, K("EPRO") T) RULE(K("ApRawSecurityMode") F, K("ESEC") F)                \
              RULE(K("ApRawSecurityMode") T, K("ESEC") S("ApRawSecurityMode")))
#define IDENTITY_IMAGES                                                                                                                    \
    K("Manifest")                                                                                                                          \
    DICT(K("KernelCache") DICT(K("Digest") X("Bwc=") K("Trusted") T K("Info") DICT(K("RestoreRequestRules") KERNEL_RULES)) K("SEP")        \
             DICT(K("Digest") X("CA==") K("Trusted") T K("TBMDigests") X("qw==") K("Info") DICT(K("Path") S("s"))) K("ftap")               \
                 DICT(K("Trusted") T K("Info") DICT(K("Path") S("f"))) K("Table")                                                          \
                     DICT(K("Digest") X("CQ==") K("Trusted") T K("Info") DICT(K("IsFTAB") T)) K("OS")                                      \
                         DICT(K("Digest") X("Cg==") K("Info") DICT()) K("NoInfo") DICT(K("Digest") X("Cw==") K("Trusted") T)               \
                             K("BaseSystem") DICT(K("Digest") X("DA==") K("Trusted") T K("Info") DICT()) K("iBEC")                         \
                                 DICT(K("Digest") X("DQ==") K("Info") DICT(K("RestoreRequestRules") ARRAY())) K("Cryptex1,SystemOS")       \
                                     DICT(K("Digest") X("Dg==") K("Trusted") T K("Info") DICT(K("Personalize") T))                         \
                                         K("Cryptex1,GenericDmg") DICT(K("Digest") X("Dw==") K("Info") DICT(K("Personalize") F))           \
                                             K("Cryptex1,AppOS") DICT(K("Info") DICT(K("Personalize") T)))
#define IDENTITY_CRYPTEX                                                                                                                   \
    K("Cryptex1,ChipID")                                                                                                                   \
    S("0xFF10")                                                                                                                            \
    K("Cryptex1,Type")                                                                                                                     \
    I(0)                                                                                                                                   \
    K("Cryptex1,SubType")                                                                                                                  \
    I(1) K("Cryptex1,ProductClass") S("0xf2") K("Cryptex1,NonceDomain") I(1) K("Cryptex1,UseProductClass") T K("Cryptex1,Version")         \
        S("24.1") K("Cryptex1,PreauthorizationVersion") S("24.0")
static const char build_text[] = LIST(DICT(K("BuildIdentities") ARRAY(DICT(
    K("ApBoardID") S("0x22") K("ApChipID") S("0x8103") K("ApSecurityDomain") S("0x01") K("UniqueBuildID") X("AQI=") K("Ap,OSLongVersion")
        S("24.7.1") K("Ap,ProductType") S("MacBookAir10,1") K("Ap,Target") S("J313AP") K("NotCopied") S("x") K("NeRDEpoch") S("0x2")
            K("PearlCertificationRootPub") X("qg==") K("Ap,NewKey") S("new") IDENTITY_INFO IDENTITY_IMAGES IDENTITY_CRYPTEX))));

/* clang-format on */

static struct build_manifest read_build(const struct plist *root) {
    struct build_manifest m;
    struct error err = {{0}};
    if (!build_manifest_read(root, arena, &m, &err))
        fail_msg("%s", err.text);
    return m;
}

static struct device_keys keys(const char *text) {
    struct device_keys k;
    struct error err = {{0}};
    if (!device_keys_parse(arena, slice_str(text), &k, &err))
        fail_msg("%s", err.text);
    return k;
}

#define DEVICE "ecid=0x1122334455667788,nonce=aabb,sepnonce=cc"
static struct error why;

static struct tss_request make_of(const char *kind, const char *device, const struct build_identity *identity, bool *ret_good) {
    struct device_keys *k = arena_alloc(arena, sizeof *k);
    struct tss_question *q = arena_alloc(arena, sizeof *q);
    struct tss_request r = {0};
    *k = keys(device);
    *q = (struct tss_question){.kind = kind, .device = k, .identity = identity};
    for (size_t i = 0; i < sizeof q->random; i++)
        q->random[i] = (uint8_t)(i + 0x10);
    *ret_good = tss_request_make(q, arena, &r, &why);
    return r;
}

static const struct build_identity *the_identity(void) {
    struct build_manifest m = read_build(parse(build_text));
    return &m.identities[0];
}

/* The request without what all begin with. */
static const char *made(const char *kind, const char *device, bool with_identity) {
    static const char common[] =
        "@HostPlatformInfo='mac' @UUID='10111213-1415-4617-9819-1A1B1C1D1E1F' @VersionInfo='libauthinstall-1104.0.9' ";
    bool good = false;
    struct tss_request r = make_of(kind, device, with_identity ? the_identity() : NULL, &good);
    if (!good)
        fail_msg("%s", why.text);
    const char *text = in_short(&r.root), *at = strstr(text, common);
    assert_non_null(at);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    buffer_append(&out, slice_of(text, (size_t)(at - text)));
    buffer_add_str(&out, at + strlen(common));
    return arena_string(arena, buffer_slice(&out));
}

#define AP_KEYS                                                                                                                            \
    "Ap,NewKey='new' Ap,OSLongVersion='24.7.1' Ap,ProductType='MacBookAir10,1' Ap,SikaFuse=0 Ap,Target='J313AP' Ap,Timestamp=1700000000 "
#define MODES "ApProductionMode=T ApSecurityDomain=1 ApSecurityMode=T "
#define DEVICE_KEYS "ApBoardID=34 ApChipID=33027 ApECID=1234605616436508552 ApNonce=<aabb> " MODES
#define KERNEL "KernelCache={Digest=<0707> EPRO=T ESEC=T Trusted=T} "
#define NERD(images) "NeRDEpoch=2 " images "PearlCertificationRootPub=<aa> PermitNeRDPivot=<> "

static void the_request_for_the_processor(void **state) {
    (void)state;
    static const char images[] = AP_KEYS DEVICE_KEYS KERNEL NERD(
        "") "SEP={Digest=<08> EPRO=T ESEC=T TBMDigests=<ab> Trusted=T} SepNonce=<cc> UID_MODE=F UniqueBuildID=<0102> "
            "ftap={Digest=<> EPRO=T ESEC=T Trusted=T} iBEC={Digest=<0d>}";
    const char *whole = arena_printf(arena, "@ApImg4Ticket=T %s", images);
    assert_string_equal(made("ap", DEVICE, true), whole);
    assert_string_equal(made("vm", DEVICE, true), arena_printf(arena, "@ApImg4Ticket=T @BBTicket=T %s", images));
}

static void a_development_chip_says_so_in_each_image(void **state) {
    (void)state;
    const char *text = made("ap", DEVICE ",production=0,security=0", true);
    assert_non_null(strstr(text, "ApProductionMode=F ApSecurityDomain=1 ApSecurityMode=F "));
    assert_non_null(strstr(text, "KernelCache={Digest=<0707> ESEC=F Trusted=T}"));
    assert_non_null(strstr(text, "SEP={Digest=<08> EPRO=F ESEC=F"));
}

static void the_request_for_recovery_lists_fewer_images(void **state) {
    (void)state;
    assert_string_equal(
        made("recovery-os", DEVICE, true),
        "@ApImg4Ticket=T " AP_KEYS DEVICE_KEYS KERNEL NERD("OS={Digest=<0a>} ") "SepNonce=<cc> Table={Digest=<09> Trusted=T} UID_MODE=F "
                                                                                "UniqueBuildID=<0102>");
}

#define POLICY                                                                                                                             \
    "Ap,LocalPolicy={Digest=<d1015438c4a89172a3048d5eaebcb2de657775c66af868916aa79619023d8286a14610c725e491ce67f40cbd58b77872> "           \
    "Trusted=T} "
#define WHO "chip=0x8103,board=0x22," DEVICE

static void policies_name_no_build(void **state) {
    (void)state;
    assert_string_equal(made("local-policy", WHO ",ticket-hash=0a0b", false),
                        "@ApImg4Ticket=T Ap,LocalBoot=F " POLICY "Ap,NextStageIM4MHash=<0a0b> " DEVICE_KEYS "SepNonce=<cc>");
    static const char recovery[] = WHO ",ticket-hash=0a0b,policy-nonce-hash=0c,volume=00112233-4455-6677-8899-aabbccddeeff";
    static const char rest[] = "Ap,NextStageIM4MHash=<0a0b> Ap,RecoveryOSPolicyNonceHash=<0c> "
                               "Ap,VolumeUUID=<00112233445566778899aabbccddeeff> ApBoardID=34 ApChipID=33027 ApECID=1234605616436508552 "
                               "ApProductionMode=T ApSecurityDomain=1 ApSecurityMode=T";
    assert_string_equal(made("recovery-policy", recovery, false), arena_printf(arena, "@ApImg4Ticket=T Ap,LocalBoot=T " POLICY "%s", rest));
    assert_string_equal(made("recovery-policy", arena_printf(arena, "%s,cryptex-hash=0d", recovery), false),
                        arena_printf(arena, "@ApImg4Ticket=T Ap,LocalBoot=T " POLICY "Ap,NextStageCryptex1IM4MHash=<0d> %s", rest));
}

static void a_cryptex_names_the_device_by_its_udid_alone(void **state) {
    (void)state;
    assert_string_equal(made("cryptex1", WHO, true),
                        "@Cryptex1,Ticket=T Cryptex1,AppOS={Digest=<>} Cryptex1,ChipID=65296 Cryptex1,Nonce=<aabb> Cryptex1,NonceDomain=1 "
                        "Cryptex1,PreauthorizationVersion='24.0' Cryptex1,ProductClass=242 Cryptex1,ProductionMode=T Cryptex1,SubType=1 "
                        "Cryptex1,SystemOS={Digest=<0e>} Cryptex1,Type=0 Cryptex1,UDID=<00000000000081031122334455667788> "
                        "Cryptex1,UniqueTagList=<> Cryptex1,UseProductClass=T Cryptex1,Version='24.1'");
}

#define X86_IMAGES                                                                                                                         \
    DICT(K("x86,EfiBootBase") DICT(K("Digest") X("AQ==") K("Trusted") F K("Info") DICT(K("RawBinary") T K("RestoreRequestRules") ARRAY(    \
        RULE(K("ApRawProductionMode") T, K("EPRO") T) RULE(K("ApRawSecurityMode") T, K("ESEC") T)))) K("x86,MacKernelCache")               \
             DICT(K("Digest") X("Ag==") K("Trusted") F K("Info") DICT(K("Personalize") T)) K("Kept")                                       \
                 DICT(K("Digest") X("Aw==") K("Trusted") T K("Info") DICT(K("Personalize") F)) K("Left")                                   \
                     DICT(K("Digest") X("BA==") K("Trusted") F K("Info") DICT(K("Personalize") F)))
static const char x86_text[] =
    LIST(DICT(K("BuildIdentities") ARRAY(DICT(K("ApBoardID") I(12) K("ApChipID") S("0x8012") K("ApSecurityDomain") S("0x01") K(
        "UniqueBuildID") X("7g==") K("Info") DICT(K("DeviceClass") S("j132ap") K("Variant") S("RecoveryBoot")) K("Manifest") X86_IMAGES))));
#define X86_REST                                                                                                                           \
    "ApSecurityDomain=1 Kept={Digest=<03> Trusted=T} UniqueBuildID=<ee> x86,EfiBootBase={Digest=<01> EPRO=T ESEC=T Trusted=F} "            \
    "x86,MacKernelCache={Digest=<02> Trusted=F} "

static const char *without_common(const struct tss_request *r) {
    const char *text = in_short(&r->root), *at = strstr(text, "@x86,Ticket");
    assert_non_null(at);
    return at;
}

static void the_intel_side_makes_up_its_nonce(void **state) {
    (void)state;
    struct build_manifest m = read_build(parse(x86_text));
    bool good = false;
    struct tss_request r = make_of("x86", "board=12,ecid=5", &m.identities[0], &good);
    assert_true(good);
    assert_string_equal(without_common(&r), "@x86,Ticket=T ApBoardID=12 ApChipID=32786 ApECID=5 " X86_REST
                                            "x86,Nonce=<202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f> "
                                            "x86,ProductionMode=T x86,SecurityMode=T");
    assert_string_equal(r.kind->ticket_key, "x86,Ticket");
    r = make_of("x86-global", "board=12,ecid=5,nonce=aa", &m.identities[0], &good);
    assert_true(good);
    assert_string_equal(without_common(&r), "@x86,Ticket=T ApBoardID=12 ApChipID=32786 " X86_REST
                                            "x86,ProductionMode=T x86,SecurityMode=T x86,UseGlobalSigning=T");
    r = make_of("x86", DEVICE, the_identity(), &good); /* Apple's client: error 7 for an image without Info */
    assert_false(good);
    assert_non_null(strstr(why.text, "NoInfo"));
}

static void random_nonces_are_made_up_here(void **state) {
    (void)state;
    bool good = false;
    struct tss_request r = make_of("ap", "ecid=1,nonce=random,sepnonce=random", the_identity(), &good);
    assert_true(good);
    const struct plist *nonce = plist_get(&r.root, "ApNonce"), *sep = plist_get(&r.root, "SepNonce");
    assert_int_equal(nonce->text.len, 32);
    assert_int_equal(nonce->text.data[0], 0x20);
    assert_int_equal(sep->text.len, 20);
    assert_int_equal(sep->text.data[0], 0x40);
    r = make_of("cryptex1", "chip=1,ecid=1,nonce=random", the_identity(), &good);
    assert_true(good);
    assert_int_equal(plist_get(&r.root, "Cryptex1,Nonce")->text.len, 32);
}

static void what_is_missing_is_named(void **state) {
    (void)state;
    static const struct {
        const char *kind, *device, *word;
        bool with_identity;
    } rows[] = {
        {"ap", DEVICE, "needs a BuildManifest", false},
        {"ap", "nonce=aa", "ecid=", true},
        {"ap", "ecid=1", "nonce=", true},
        {"ap", "chip=0x6000," DEVICE, "ApChipID of the identity is 0x8103", true},
        {"ap", "board=1," DEVICE, "ApBoardID of the identity is 0x22", true},
        {"local-policy", WHO, "ticket-hash=", false},
        {"local-policy", "ticket-hash=aa," DEVICE, "chip=", false},
        {"local-policy", WHO ",ticket-hash=aa", "names no build", true},
        {"recovery-policy", WHO ",ticket-hash=aa", "policy-nonce-hash=", false},
        {"recovery-policy", WHO ",ticket-hash=aa,policy-nonce-hash=bb", "volume=", false},
        {"cryptex1", DEVICE, "chip= and ecid=", true},
        {"cryptex1", "chip=1,ecid=1", "nonce=", true},
        {"teapot", DEVICE, "kind teapot", true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        bool good = true;
        (void)make_of(rows[i].kind, rows[i].device, rows[i].with_identity ? the_identity() : NULL, &good);
        if (good || !strstr(why.text, rows[i].word))
            fail_msg("%s %s: %s", rows[i].kind, rows[i].device, good ? "made" : why.text);
    }
}

static void a_request_is_written_as_a_list(void **state) {
    (void)state;
    bool good = false;
    struct tss_request r = make_of("ap", DEVICE, the_identity(), &good);
    struct buffer out CLEANUP_BUFFER = buffer_with_limit(1 << 20);
    struct error err;
    assert_true(good && tss_request_write(&r, &out, &err));
    const char *text = arena_string(arena, buffer_slice(&out));
    assert_string_equal(in_short(parse(text)), in_short(&r.root));
    assert_non_null(strstr(text, "<key>ApChipID</key>\n\t<integer>33027</integer>")); /* as text the server refuses it */
}

/* Rules: what each asks of this state, and what it sets. */
static const char *after(const char *rules, const struct restore_state *s) {
    struct plist_dict d = plist_dict_in(arena);
    struct plist p;
    struct error err = {{0}};
    plist_dict_set(&d, "EPRO", plist_of_string(slice_str("old")));
    if (!restore_rules_apply(parse(rules), s, &d, &err) || !plist_dict_finish(&d, &p, &err))
        return arena_string(arena, slice_str(err.text));
    return in_short(&p);
}

static void rules_are_evaluated_as_apples_client_does(void **state) {
    (void)state;
    const struct restore_state retail = {.raw_production = true,
                                         .raw_security = true,
                                         .current_production = true,
                                         .current_security = true,
                                         .requires_image4 = true,
                                         .demotion_policy = slice_str("")};
    struct restore_state demoted = retail;
    demoted.demotion_policy = slice_str("Demote");
#define ONE(conditions) LIST(ARRAY(RULE(conditions, K("EPRO") T)))
#define SET "EPRO=T"
#define KEPT "EPRO='old'"
    static const struct {
        const char *rules, *retail, *demoted;
    } rows[] = {
        {ONE(K("ApRawProductionMode") T), SET, SET},
        {ONE(K("ApRawProductionMode") F), KEPT, KEPT},
        {ONE(K("ApRawProductionMode") I(1)), SET, SET},
        {ONE(K("ApRawProductionMode") S("1")), KEPT, KEPT},
        {ONE(K("ApCurrentSecurityMode") T K("ApRequiresImage4") T), SET, SET},
        {ONE(K("ApCurrentSecurityMode") T K("ApRequiresImage4") F), KEPT, KEPT},
        {ONE(K("ApInRomDFU") F), SET, SET}, /* has a value even when nobody said so */
        {ONE(K("ApInRomDFU") T), KEPT, KEPT},
        {ONE(K("ApDemotionPolicyOverride") S("")), SET, KEPT},
        {ONE(K("ApDemotionPolicyOverride") S("Demote")), KEPT, SET},
        {ONE(K("ApDemotionPolicyOverride") F), KEPT, KEPT},
        {ONE(K("Unknown") F), SET, SET},
        {ONE(K("Unknown") I(0)), SET, SET},
        {ONE(K("Unknown") S("")), SET, SET},
        {ONE(K("Unknown") X("")), SET, SET},
        {ONE(K("Unknown") T), KEPT, KEPT},
        {ONE(K("Unknown") S("x")), KEPT, KEPT},
        {ONE(), SET, SET},
        {LIST(ARRAY(DICT(K("Actions") DICT(K("EPRO") T)))), KEPT, KEPT},
        {LIST(ARRAY(DICT(K("Conditions") DICT()))), KEPT, KEPT},
        {LIST(ARRAY(RULE("", K("EPRO") T) RULE("", K("EPRO") F K("DPRO") I(3)))), "DPRO=3 EPRO=F", "DPRO=3 EPRO=F"},
        {LIST(ARRAY(RULE("", K("EPRO") S("ApRawProductionMode")))), SET, SET},
        {LIST(ARRAY(RULE("", K("EPRO") S("ApDemotionPolicyOverride")))), "EPRO=''", "EPRO='Demote'"},
        {LIST(ARRAY(RULE("", K("EPRO") S("ApOther")))), "EPRO='ApOther'", "EPRO='ApOther'"},
        {LIST(ARRAY()), KEPT, KEPT},
        {LIST(ARRAY(S("x"))), "rule 0 of RestoreRequestRules is no dictionary", "rule 0 of RestoreRequestRules is no dictionary"},
        {LIST(DICT()), "RestoreRequestRules is no array", "RestoreRequestRules is no array"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_string_equal(after(rows[i].rules, &retail), rows[i].retail);
        assert_string_equal(after(rows[i].rules, &demoted), rows[i].demoted);
    }
}

#define ID(board, class, variant, behavior)                                                                                                \
    DICT(K("ApBoardID") S(board) K("ApChipID") I(33027) K("ApSecurityDomain") S("0x01") K("Info")                                          \
             DICT(K("DeviceClass") S(class) K("Variant") S(variant) K("RestoreBehavior") S(behavior)))
static const char many[] = LIST(DICT(K("ProductBuildVersion") S("24G90") K("BuildIdentities") ARRAY(
    ID("0x22", "j313ap", "Research macOS Customer", "Erase") ID("0x22", "j313ap", "Recovery Customer", "Erase")
        ID("0x22", "j313ap", "macOS Customer", "Erase") ID("0x22", "j313ap", "macOS Customer Software Update", "Update")
            ID("0x24", "j293ap", "macOS Customer", "Erase") ID("0x26", "j274ap", "Research macOS Customer", "Erase"))));

static void the_identity_of_this_mac_is_chosen(void **state) {
    (void)state;
    static const struct {
        const char *device, *variant, *behavior;
        int place; /* -1: none */
        const char *why;
    } rows[] = {
        {"chip=0x8103,board=0x22", NULL, NULL, 3, NULL},
        {"board=34,class=J313AP", "macOS customer", NULL, 2, NULL},
        {"class=j313ap", NULL, "Erase", 2, NULL},
        {"board=34", "Recovery Customer", NULL, 1, NULL},
        {"board=34", "Research macOS Customer", NULL, 0, NULL}, /* only by its name */
        {"board=0x24", NULL, NULL, 4, NULL},
        {"board=0x26", NULL, NULL, -1, "none of the variant for customers"},
        {"board=34", "Upgrade", "Update", -1, "none of the variant Upgrade and the behaviour Update"},
        {"board=0x24,class=j313ap", NULL, NULL, -1, "for this board (0x24) and class"},
        {"board=34,domain=0", NULL, NULL, -1, "for this board"},
        {"chip=0x6000,board=34", NULL, NULL, -1, "for the chip 0x6000"},
        {"chip=0x8103", NULL, NULL, -1, "board= or the class="},
    };
    struct build_manifest m = read_build(parse(many));
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct device_keys k = keys(rows[i].device);
        struct identity_wish w = {.device = &k, .variant = rows[i].variant, .behavior = rows[i].behavior};
        const struct build_identity *found = NULL;
        bool good = identity_select(&m, &w, &found, &why);
        int place = good ? (int)(found - m.identities) : -1;
        if (place != rows[i].place || (!good && !strstr(why.text, rows[i].why)))
            fail_msg("%s: %d %s", rows[i].device, place, good ? "" : why.text);
    }
}

static void every_kind_has_a_name_of_its_own(void **state) {
    (void)state;
    for (size_t i = 0; tss_kinds[i]; i++)
        assert_ptr_equal(tss_kind_find(tss_kinds[i]->name), tss_kinds[i]);
    assert_null(tss_kind_find("apx"));
    assert_null(tss_kind_find(NULL));
    assert_string_equal(tss_kind_of_chip(0xfe00), "vm");
    assert_string_equal(tss_kind_of_chip(0x8103), "ap");
}

/* Each allocation that fails is told, and nothing is made. */
static void memory_that_runs_short_is_told(void **state) {
    (void)state;
    struct device_keys k = keys(DEVICE);
    const struct build_identity *identity = the_identity();
    bool made_once = false;
    for (size_t limit = 1; limit < 200000 && !made_once; limit += 1024) {
        struct arena *little CLEANUP_ARENA = arena_new(limit);
        struct tss_question q = {.kind = "ap", .device = &k, .identity = identity};
        struct tss_request r;
        made_once = tss_request_make(&q, little, &r, &why);
    }
    assert_true(made_once);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_request_for_the_processor),
        cmocka_unit_test(a_development_chip_says_so_in_each_image),
        cmocka_unit_test(the_request_for_recovery_lists_fewer_images),
        cmocka_unit_test(policies_name_no_build),
        cmocka_unit_test(a_cryptex_names_the_device_by_its_udid_alone),
        cmocka_unit_test(the_intel_side_makes_up_its_nonce),
        cmocka_unit_test(random_nonces_are_made_up_here),
        cmocka_unit_test(what_is_missing_is_named),
        cmocka_unit_test(a_request_is_written_as_a_list),
        cmocka_unit_test(rules_are_evaluated_as_apples_client_does),
        cmocka_unit_test(the_identity_of_this_mac_is_chosen),
        cmocka_unit_test(every_kind_has_a_name_of_its_own),
        cmocka_unit_test(memory_that_runs_short_is_told),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
