/*
 * rehearse_live: what a rehearsal asks the network: the hosts of the update (probe.json), which builds are offered (pmv.json), on a
 * practice server the account (account.json), and the ticket itself (signing-exchange.json). Each answer is added to the evidence as if it
 * had been saved; what the evidence already holds is not asked again.
 *
 * With a server nothing but that server is contacted: it stands for all of Apple's hosts.
 */
#ifndef TAILOR_CLI_REHEARSE_LIVE_H
#define TAILOR_CLI_REHEARSE_LIVE_H

#include "cli/options.h"
#include "collect/collection.h"
#include "engine/rehearsal_preview.h"

/* False: the command line asks for what cannot be. What the network does is in the answers; what could not be asked is told on stderr. */
bool rehearse_live(const struct options *o, const struct knowledge *k, const struct rehearsal_preview *seen, struct collection *c,
                   struct error *err) MUST_USE;

/* The base URL of --server, without a slash at its end; NULL when it is no URL of http or https. */
const char *rehearse_server(const char *url, struct arena *arena);

/* Adds a file as evidence. */
bool rehearse_hold(struct collection *c, const char *path, struct slice bytes, struct error *err) MUST_USE;

#endif
