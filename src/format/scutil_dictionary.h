/*
 * scutil_dictionary: the blocks that `scutil` prints (`scutil --proxy`, `show State:/Network/Global/IPv4`), as a property-list tree.
 *
 *     <dictionary> {
 *       ExceptionsList : <array> {
 *         0 : *.local
 *       }
 *       HTTPEnable : 1
 *       Hash : <data> 0x0fbd77
 *     }
 *
 * The form is that of _SCCopyDescription in Apple's configd (SystemConfiguration.fproj/SCDPrivate.c). It does not mark types: a number
 * in the usual decimal form becomes PLIST_INTEGER, TRUE and FALSE become PLIST_BOOL, the rest PLIST_STRING; `text` of each of these holds
 * the words as printed. A line that is neither `key : value` nor `}` continues the string before it.
 *
 * Limits: those of plist_limits. Owner: the arena.
 *
 *     if (scutil_dictionary_parse(text, arena, &root, &problem, err))
 *         plist_bool_value(plist_get(root, "HTTPEnable"), &on);
 */
#ifndef TAILOR_FORMAT_SCUTIL_DICTIONARY_H
#define TAILOR_FORMAT_SCUTIL_DICTIONARY_H

#include "format/plist.h"

/*
 * The first block of the text; what stands before it (prompts, messages) and behind it is passed over. ret_problem may be NULL; its
 * line is where the fault was found. False: there is no block, or it is cut off or broken.
 */
bool scutil_dictionary_parse(struct slice text, struct arena *arena, const struct plist **ret_root, struct plist_problem *ret_problem,
                             struct error *err) MUST_USE;

#endif
