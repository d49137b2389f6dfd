/*
 * sntp_packet: one packet of the simple network time protocol (RFC 4330, RFC 5905 section 7.3). Pure: bytes in, facts out.
 *
 * Times are nanoseconds since 1970 UTC. The 32 bits of seconds wrap in 2036; they are read as the years 1968 to 2104 (RFC 4330 section 3).
 */
#ifndef TAILOR_NET_SNTP_PACKET_H
#define TAILOR_NET_SNTP_PACKET_H

#include "base/slice.h"
#include "net/outcome.h"

enum { SNTP_PACKET_BYTES = 48 };

struct sntp_answer {
    unsigned leap, version, mode, stratum;
    char reference[16]; /* of stratum 0 and 1 four letters ("RATE", "GPS"), else the address or hash as hexadecimal digits */
    double offset_seconds, delay_seconds;
};

/* The request: version 4, mode 3. `cookie` stands where the server copies it from into its answer; no time of ours is sent. */
void sntp_packet_request(uint64_t cookie, uint8_t out[SNTP_PACKET_BYTES]);

/*
 * NET_OK; NET_MALFORMED: too short, not a server's, or of another request; NET_KISS: stratum 0, reference is the code;
 * NET_UNSYNCHRONISED: leap 3 or stratum 16 and above. With NET_OK the offset is server minus this machine.
 */
enum net_outcome sntp_packet_read(struct slice packet, uint64_t cookie, int64_t sent_ns, int64_t received_ns,
                                  struct sntp_answer *ret_answer);

#endif
