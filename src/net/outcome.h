/*
 * outcome: how a step of a probe ended, as one word that programs read.
 *
 * The words stand in probe.json and in the table `endpoint`; they are a contract. A step is named where it failed; what it means for
 * an update is for the rules to say.
 */
#ifndef TAILOR_NET_OUTCOME_H
#define TAILOR_NET_OUTCOME_H

enum net_step { NET_DNS, NET_TCP, NET_PROXY, NET_TLS, NET_HTTP, NET_SNTP, NET_STEPS };

enum net_outcome {
    NET_NOT_RUN,
    NET_OK,
    /* any step */
    NET_SILENT,  /* no answer in time */
    NET_STALLED, /* an answer began and did not go on: large packets may be lost */
    NET_CLOSED,  /* the other side ended the connection */
    NET_RESET,   /* ... with a reset */
    NET_MALFORMED,
    NET_TOO_LARGE,
    NET_ERROR,
    /* dns */
    NET_NXDOMAIN,
    NET_NO_ADDRESS,
    NET_SERVER_FAILURE,
    NET_SYSTEM_RESOLVER, /* the name server answers, the system's resolver does not */
    NET_SINKHOLE,        /* 0.0.0.0, ::, loopback */
    NET_PRIVATE_ADDRESS,
    NET_HOSTS_FILE,
    /* tcp */
    NET_REFUSED,
    NET_UNREACHABLE,
    /* proxy */
    NET_PROXY_AUTHENTICATION,
    NET_PROXY_DENIED,
    NET_PROXY_GATEWAY,
    NET_NOT_A_PROXY,
    /* tls */
    NET_NOT_TLS,
    NET_ALERT,
    NET_OLD_PROTOCOL,
    NET_PATH_MTU, /* large packets are lost on the way: the same server answers when small ones are asked for */
    NET_UNTRUSTED,
    NET_SELF_SIGNED,
    NET_RE_SIGNED,  /* trusted here, but issued by a product that opens encrypted connections */
    NET_WRONG_ROOT, /* good for the public, but not Apple's own root where that one is needed */
    NET_WRONG_NAME,
    NET_EXPIRED,
    NET_NOT_YET_VALID,
    /* http */
    NET_PORTAL,
    NET_UNEXPECTED_STATUS,
    NET_UNEXPECTED_PAGE,
    NET_SERVER_ERROR,
    /* sntp */
    NET_KISS,
    NET_UNSYNCHRONISED,
    NET_OUTCOMES
};

const char *net_step_name(enum net_step step);             /* "dns", "tcp" ... */
const char *net_outcome_name(enum net_outcome outcome);    /* "ok", "wrong-name" ... */
const char *net_outcome_meaning(enum net_outcome outcome); /* a sentence's second half: "is refused" */

#endif
