/*
 * nserror: every error object that a text shows, as a flat list.
 *
 * Apple's programs print errors in many ways; all of these are found, wherever
 * they stand in the text and however deep they nest:
 *
 *     Error Domain=X Code=N "text" UserInfo={NSUnderlyingError=0x600003a1c2d0 {Error Domain=Y Code=M "…"}, …}
 *     … UserInfo=0x7f… {…}   … UserInfo=\{…\}   NSMultipleUnderlyingErrorsKey=( "Error Domain=… \"…\" …", … )
 *     CFError domain:X code:N description:…          { code = N; domain = X; }
 *     (XErrorDomain error N.)   (XErrorDomain-Fehler N.)   （XErrorDomainエラーN）      [XErrorDomain – 0xA (10)]
 *     [SUMacControllerErrorAccessLost=7509] text     7301 (SUMacControllerErrorScanNoUpdateFound)     [XErrorDomain:31]
 *     SUMacControllerError Code=7507     error occurred (3194)
 *     AMAuthInstallErrorDomain: 3194     AMAuthInstall… failed: 14     MSU_ERR_NETWORK(32)
 *     finished with error [-1202]     Error: -69808: text     error code: -20209     (-67818)
 *     STATUS=94&MESSAGE=…     error from server=94 (…)     SendHttpRequest failed 503
 *
 * The signing server's STATUS and HTTP statuses come as the domains "TSS" and
 * "HTTP". A bare negative number gets the domain whose range holds it
 * (nserror_domain_of_number), and is left alone when none does.
 *
 * Outermost first, in the order of the text; each error knows its parent. A
 * truncated object is kept as far as it goes. Nothing is copied: all slices
 * point into the text, which must outlive the list; escapes are left as they
 * are. No allocation, no recursion, time linear in the text.
 *
 * Limits: NSERROR_MAX errors and NSERROR_MAX_DEPTH levels a text; errors past
 * the first are counted in `left_out`, levels past the second are attributed
 * to the deepest level kept.
 *
 *     struct nserror_list list;
 *     nserror_find(record, &list);
 *     for (size_t i = 0; i < list.n; i++)
 *         ... list.errors[i].domain ...
 */
#ifndef TAILOR_FORMAT_NSERROR_H
#define TAILOR_FORMAT_NSERROR_H

#include "base/slice.h"

enum { NSERROR_MAX = 64, NSERROR_MAX_DEPTH = 64 };

#define NSERROR_NO_PARENT SIZE_MAX

struct nserror {
    struct slice domain; /* "MSU" and "RRD" are given by their long names */
    int64_t code;        /* 0 unless has_code */
    bool has_code;
    bool mention;                             /* found without an "Error Domain=" object */
    struct slice name;                        /* symbolic name where the text gives one: "SUMacControllerErrorAccessLost" */
    struct slice text;                        /* the error's own text without its quotes; NULL data when there is none or "(null)" */
    size_t depth;                             /* 0 outermost */
    size_t parent;                            /* index in the list, NSERROR_NO_PARENT for an outermost error */
    size_t chain;                             /* 0, 1, … : each outermost error begins one */
    size_t offset;                            /* of the first byte in the text */
    struct slice description;                 /* NSLocalizedDescription, else NSLocalizedFailure */
    struct slice suggestion;                  /* NSLocalizedRecoverySuggestion */
    struct slice reason;                      /* NSLocalizedFailureReason, else NSDebugDescription */
    struct slice hint;                        /* BYErrorHint, SUMacControllerErrorIndicationsMask and the like */
    struct slice url;                         /* NSErrorFailingURLStringKey, else NSErrorFailingURLKey */
    struct slice host;                        /* of the url */
    struct slice path;                        /* NSFilePath */
    struct slice stream_error, stream_domain; /* _kCFStreamErrorCodeKey and _kCFStreamErrorDomainKey as written */
};

struct nserror_list {
    struct nserror errors[NSERROR_MAX];
    size_t n;
    size_t left_out; /* errors past NSERROR_MAX */
};

void nserror_find(struct slice text, struct nserror_list *ret_list);

/*
 * A text in which nserror_find finds anything holds one of these (of 4 bytes and more, NULL-terminated): what a search for many
 * literals at once may look for first.
 */
extern const char *const nserror_literals[];

/*
 * The domain that a negative number without one belongs to, by range; NULL when no range holds it. Ranges: NSURLError.h
 * (NSURLErrorDomain), SecureTransport.h, SecBase.h and CSCommon.h (NSOSStatusErrorDomain), diskutil's -69xxx and the Apple
 * Account service's -20xxx as seen in public logs.
 */
const char *nserror_domain_of_number(int64_t number);

/* "https://user@gs.apple.com:443/TSS" gives "gs.apple.com"; empty when it is no URL. */
struct slice nserror_url_host(struct slice url);

/*
 * AuthInstall's code for what its TSS layer returned: 3100 + n for a STATUS or an HTTP status up to 9999, a table for the
 * layer's own codes 10000 to 10012, 14 (Internal) above (personalization.md, section 4.3). 0 is success and stays 0.
 */
int64_t authinstall_code_of_tss_status(int64_t status);

#endif
