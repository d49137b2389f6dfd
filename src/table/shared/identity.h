/*
 * identity: does the name of a setting say that its value is secret, or tells which Mac, who, or where somebody is?
 *
 * For tables of settings of any name (NVRAM variables, preferences), whose values would otherwise be shown in reports. The name alone
 * decides; it errs on the side of hiding.
 */
#ifndef TAILOR_TABLE_SHARED_IDENTITY_H
#define TAILOR_TABLE_SHARED_IDENTITY_H

#include "base/slice.h"

/* `name` is the last part of a path of keys. */
bool identity_is_private(struct slice name);

#endif
