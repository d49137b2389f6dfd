/*
 * lab_setup: what a lab is made of: the names of images out of the knowledge, the builds out of BuildManifest.plist files, and what it
 * offers to which Mac.
 *
 * Owner: everything lives in the arena; the lab's press, keys and faults are the caller's.
 */
#ifndef TAILOR_CLI_LAB_SETUP_H
#define TAILOR_CLI_LAB_SETUP_H

#include "knowledge/knowledge.h"
#include "lab/exchange.h"

bool lab_setup(const struct knowledge *k, const char *const *manifests, size_t n_manifests, const char *device, struct arena *arena,
               struct lab *lab, struct error *err) MUST_USE;

#endif
