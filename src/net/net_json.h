/*
 * net_json: results as probe.json, the artefact that `diagnose` reads (format/probe_file.h).
 *
 * One endpoint a line, so that a finding can point at its line.
 */
#ifndef TAILOR_NET_NET_JSON_H
#define TAILOR_NET_NET_JSON_H

#include "base/buffer.h"
#include "net/net.h"

void net_json_write(const struct net_result *results, size_t n, const struct net_summary *summary, struct buffer *out);

#endif
