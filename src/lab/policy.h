/*
 * policy: which requests a lab signs, and with which STATUS it refuses the others, in the order in which they are looked at.
 *
 * Without a build it signs every well-formed request for a chip that it knows. With builds (BuildManifest.plist files given to it) it signs
 * what stands in them: the UniqueBuildID names an identity, and the board, the chip, the digests and the properties that this identity
 * wants in the request must be its own. With a device it signs for that device alone.
 *
 * Owner: whoever fills a policy owns what it points at; it is constant while the lab runs.
 */
#ifndef TAILOR_LAB_POLICY_H
#define TAILOR_LAB_POLICY_H

#include "format/build_manifest.h"
#include "lab/request.h"

struct lab_device {
    bool has_chip, has_board, has_ecid;
    uint64_t chip, board, ecid;
};

struct lab_policy {
    const struct build_manifest *builds;
    size_t n_builds;
    struct lab_device device;
};

/* The identity that the request names; NULL when it is of no build that the policy has. */
const struct build_identity *lab_policy_identity(const struct lab_policy *policy, const struct lab_request *request,
                                                 const struct build_manifest **ret_build);

struct lab_refusal lab_policy_judge(const struct lab_policy *policy, const struct lab_request *request) MUST_USE;

/* A build of a beta: "25C5031i" ends in a small letter. */
bool lab_build_is_beta(struct slice build);

#endif
