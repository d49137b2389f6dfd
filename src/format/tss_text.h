/*
 * tss_text: a request for a ticket that stands in a text: as XML, or as XML in base64, as the signing client writes it into logs.
 *
 *     … failed tss request:<<<<<<<<<<
 *     PD94bWwgdmVyc2lvbj0iMS4wIiBlbmNvZGluZz0i…
 *     … failed tss request:>>>>>>>>>>
 *
 * (libauthinstall; the threads utmapp/UTM#6866 and libimobiledevice/idevicerestore#511.) Logs cut, break and elide such dumps, so the list
 * is not parsed: single values are looked up, each behind its key, and a torn request tells what is left of it.
 */
#ifndef TAILOR_FORMAT_TSS_TEXT_H
#define TAILOR_FORMAT_TSS_TEXT_H

#include "base/arena.h"

/* What a text with a request has in it: for a search beforehand. NULL-terminated. */
extern const char *const tss_text_literals[];

/* The XML of the first request in the text, decoded if need be; it points into the text or the arena. False: there is none. */
bool tss_text_find(struct slice text, struct arena *arena, struct slice *ret_xml) MUST_USE;

/* What stands between the tags of the value behind the key; *ret_element is "integer", "string", "data"; for true and false the value is
 * empty. False: the key is not there, or torn. */
bool tss_text_value(struct slice xml, const char *key, struct slice *ret_element, struct slice *ret_value) MUST_USE;

/* Names of the dictionaries that have a Digest: the images. */
size_t tss_text_images(struct slice xml);

#endif
