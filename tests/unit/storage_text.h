/* storage_text: outputs of diskutil made up for tests; one small Apple-silicon disk in four forms. */
#ifndef TAILOR_TEST_STORAGE_TEXT_H
#define TAILOR_TEST_STORAGE_TEXT_H

#include "property_text.h"

#define DISKUTIL_LIST_PLIST                                                                                                                \
    PROPERTY_LIST(DICT(KEY(                                                                                                                \
        "AllDisksAndPartitions",                                                                                                           \
        ARRAY(DICT(KEY_STRING("Content", "GUID_partition_scheme") KEY_STRING("DeviceIdentifier", "disk0") KEY(                             \
            "Partitions", ARRAY(DICT(KEY_STRING("Content", "Apple_APFS") KEY_STRING("DeviceIdentifier", "disk0s2")                         \
                                         KEY_STRING("DiskUUID", "AAAAAAAA-0000-0000-0000-000000000002") KEY_INTEGER("Size", "9000"))       \
                                    DICT(KEY_STRING("Content", "Apple_APFS_Recovery") KEY_STRING("DeviceIdentifier", "disk0s3")            \
                                             KEY_INTEGER("Size", "500")))) KEY_INTEGER("Size", "10000"))                                   \
                  DICT(KEY("APFSPhysicalStores", ARRAY(DICT(KEY_STRING("DeviceIdentifier", "disk0s2")))) KEY(                              \
                      "APFSVolumes",                                                                                                       \
                      ARRAY(DICT(KEY_INTEGER("CapacityInUse", "4000") KEY_STRING("DeviceIdentifier", "disk3s1") KEY(                       \
                          "MountedSnapshots", ARRAY(DICT(KEY_STRING("Sealed", "Broken") KEY_STRING("SnapshotBSD", "disk3s1s1") KEY_STRING( \
                                                  "SnapshotMountPoint", "/") KEY_STRING("SnapshotName", "com.apple.os.update-0A1B"))))     \
                                     KEY_STRING("VolumeName", "Test HD"))                                                                  \
                                DICT(KEY_STRING("DeviceIdentifier", "disk3s5") KEY_STRING("MountPoint", "/System/Volumes/Data")            \
                                         KEY("MountedSnapshots", "<array/>\n") KEY_STRING("VolumeName", "Data"))))                         \
                           KEY_STRING("DeviceIdentifier", "disk3") KEY_INTEGER("Size", "9000"))))))

#define DISKUTIL_APFS_PLIST                                                                                                                \
    PROPERTY_LIST(DICT(KEY(                                                                                                                \
        "Containers",                                                                                                                      \
        ARRAY(DICT(                                                                                                                        \
            KEY_STRING("APFSContainerUUID", "BBBBBBBB-0000-0000-0000-000000000003") KEY_INTEGER("CapacityCeiling", "9000") KEY_INTEGER(    \
                "CapacityFree", "900") KEY_STRING("ContainerReference", "disk3") KEY_STRING("DesignatedPhysicalStore", "disk0s2")          \
                KEY("Volumes",                                                                                                             \
                    ARRAY(DICT(KEY_STRING("DeviceIdentifier", "disk3s1") KEY_BOOL("Encryption", "true") KEY_BOOL("FileVault", "true")      \
                                   KEY_BOOL("Locked", "false") KEY_INTEGER("CapacityQuota", "0") KEY_STRING("Name", "Test HD")             \
                                       KEY("Roles", ARRAY("<string>System</string>\n")))                                                   \
                              DICT(KEY_STRING("DeviceIdentifier", "disk3s2") KEY_STRING("Name", "Work") KEY("Roles", "<array/>\n")))))))))

#define DISKUTIL_INFO_PLIST                                                                                                                \
    PROPERTY_LIST(DICT(KEY_INTEGER("APFSContainerFree", "900") KEY_STRING("APFSContainerReference", "disk3")                               \
                           KEY_INTEGER("APFSContainerSize", "9000") KEY_BOOL("APFSSnapshot", "true")                                       \
                               KEY_STRING("APFSSnapshotName", "com.apple.os.update-0A1B") KEY_STRING("DeviceIdentifier", "disk3s1s1")      \
                                   KEY_STRING("FilesystemType", "apfs") KEY_BOOL("FileVault", "false") KEY_BOOL("Internal", "true")        \
                                       KEY_STRING("MountPoint", "/") KEY_STRING("Sealed", "Broken") KEY_STRING("VolumeName", "Test HD")))

#define DISKUTIL_LIST_TEXT                                                                                                                 \
    "/dev/disk0 (internal, physical):\n"                                                                                                   \
    "   #:                       TYPE NAME                    SIZE       IDENTIFIER\n"                                                     \
    "   0:      GUID_partition_scheme                        *500.3 GB   disk0\n"                                                          \
    "   1:                 Apple_APFS Container disk3         494.4 GB   disk0s2\n"                                                        \
    "   2:        Apple_APFS_Recovery Container disk2         5.4 GB     disk0s3\n"                                                        \
    "\n"                                                                                                                                   \
    "/dev/disk3 (synthesized):\n"                                                                                                          \
    "   #:                       TYPE NAME                    SIZE       IDENTIFIER\n"                                                     \
    "   0:      APFS Container Scheme -                      +494.4 GB   disk3\n"                                                          \
    "                                 Physical Store disk0s2\n"                                                                            \
    "   1:                APFS Volume \xE2\x81\xA8Test HD\xE2\x81\xA9                 9.5 GB     disk3s1\n"                                \
    "   2:              APFS Snapshot \xE2\x81\xA8"                                                                                        \
    "com.apple.os.update-...\xE2\x81\xA9 9.5 GB     disk3s1s1\n"

#define DISKUTIL_APFS_TEXT                                                                                                                 \
    "APFS Container (1 found)\n|\n"                                                                                                        \
    "+-- Container disk3 BBBBBBBB-0000-0000-0000-000000000003\n"                                                                           \
    "    ====================================================\n"                                                                           \
    "    APFS Container Reference:     disk3\n"                                                                                            \
    "    Size (Capacity Ceiling):      9000 B (9.0 KB)\n"                                                                                  \
    "    Capacity In Use By Volumes:   8100 B (8.1 KB) (90.0% used)\n"                                                                     \
    "    Capacity Not Allocated:       900 B (900 B) (10.0% free)\n"                                                                       \
    "    |\n"                                                                                                                              \
    "    +-< Physical Store disk0s2 CCCCCCCC-0000-0000-0000-000000000002\n"                                                                \
    "    |   -----------------------------------------------------------\n"                                                                \
    "    |   APFS Physical Store Disk:   disk0s2\n"                                                                                        \
    "    |   Size:                       9000 B (9.0 KB)\n"                                                                                \
    "    |\n"                                                                                                                              \
    "    +-> Volume disk3s1 DDDDDDDD-0000-0000-0000-000000000001\n"                                                                        \
    "    |   ---------------------------------------------------\n"                                                                        \
    "    |   APFS Volume Disk (Role):   disk3s1 (System)\n"                                                                                \
    "    |   Name:                      Test HD (Case-insensitive)\n"                                                                      \
    "    |   Mount Point:               /System/Volumes/Update/mnt1\n"                                                                     \
    "    |   Capacity Consumed:         4000 B (4.0 KB)\n"                                                                                 \
    "    |   Sealed:                    Broken\n"                                                                                          \
    "    |   FileVault:                 Yes (Unlocked)\n"                                                                                  \
    "    |   Encrypted:                 No\n"                                                                                              \
    "    |   |\n"                                                                                                                          \
    "    |   Snapshot:                  EEEEEEEE-0000-0000-0000-000000000009\n"                                                            \
    "    |   Snapshot Disk:             disk3s1s1\n"                                                                                       \
    "    |   Snapshot Mount Point:      /\n"                                                                                               \
    "    |   Snapshot Sealed:           Yes\n"                                                                                             \
    "    |\n"                                                                                                                              \
    "    +-> Volume disk3s5 DDDDDDDD-0000-0000-0000-000000000005\n"                                                                        \
    "        ---------------------------------------------------\n"                                                                        \
    "        APFS Volume Disk (Role):   disk3s5 (Data)\n"                                                                                  \
    "        Name:                      Data (Case-insensitive)\n"                                                                         \
    "        Mount Point:               Not Mounted\n"                                                                                     \
    "        FileVault:                 Yes (Locked)\n"

#endif
