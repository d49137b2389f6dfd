"""rehearsal_evidence: what Macs in good order told, made up in the form of the real thing; a test changes what it is about.

    files = healthy("apple-silicon")                    # {path: text}, also "t2", "intel", "vm"
    files["commands/df.txt"] = ...
    write(files, folder)
"""
import json
import os
import plistlib

import case_files

NOW = "2024-09-20T08:41:09Z"
BOARDS = {"apple-silicon": "J313AP", "t2": "J214kAP", "intel": "Mac-BE088AF8C5EB4FA2", "vm": "VMA2MACOSAP"}
RUNS = {"apple-silicon": ("14.6.1", "23G93"), "t2": ("13.6.7", "22G720"), "intel": ("13.6.7", "22G720"), "vm": ("14.5", "23F79")}
HOSTS = [("gdmf.apple.com", 443, "scan"), ("mesu.apple.com", 443, "scan"), ("updates.cdn-apple.com", 443, "download"), ("swcdn.apple.com", 80, "download"), ("gs.apple.com", 443, "personalize")]

PLIST = '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n%s\n</plist>\n'
IFCONFIG = """lo0: flags=8049<UP,LOOPBACK,RUNNING,MULTICAST> mtu 16384
	inet 127.0.0.1 netmask 0xff000000
en0: flags=8863<UP,BROADCAST,SMART,RUNNING,SIMPLEX,MULTICAST> mtu 1500
	ether 02:00:00:aa:bb:07
	inet 192.168.7.21 netmask 0xffffff00 broadcast 192.168.7.255
	status: active
"""
DNS = """DNS configuration

resolver #1
  nameserver[0] : 192.168.7.1
  if_index : 14 (en0)
  flags    : Request A records
  reach    : 0x00020002 (Reachable,Directly Reachable Address)
"""
DISKS = """/dev/disk0 (internal, physical):
   #:                       TYPE NAME                    SIZE       IDENTIFIER
   0:      GUID_partition_scheme                        *500.3 GB   disk0
   1:             Apple_APFS_ISC                         524.3 MB   disk0s1
   2:                 Apple_APFS Container disk3         494.4 GB   disk0s2
   3:        Apple_APFS_Recovery                         5.4 GB     disk0s3

/dev/disk3 (synthesized):
   #:                       TYPE NAME                    SIZE       IDENTIFIER
   0:      APFS Container Scheme -                      +494.4 GB   disk3
                                 Physical Store disk0s2
   1:                APFS Volume Macintosh HD            10.2 GB    disk3s1
   2:              APFS Snapshot com.apple.os.update-... 10.2 GB    disk3s1s1
   3:                APFS Volume Preboot                 6.4 GB     disk3s2
   4:                APFS Volume Recovery                1.0 GB     disk3s3
   5:                APFS Volume Data                    168.3 GB   disk3s5
   6:                APFS Volume VM                      20.5 KB    disk3s6
"""
CONTAINER = """APFS Container (1 found)
|
+-- Container disk3 7A3BC0F0-0F0C-4B4E-8E7D-1A5B2A9E8A01
    ====================================================
    APFS Container Reference:     disk3
    Size (Capacity Ceiling):      494384795648 B (494.4 GB)
    Capacity In Use By Volumes:   185931280384 B (185.9 GB) (37.6% used)
    Capacity Not Allocated:       308453515264 B (308.5 GB) (62.4% free)
    |
    +-< Physical Store disk0s2 1D6A8A17-1DC9-4D39-8D6B-3E0B2C6A5A02
    |   -----------------------------------------------------------
    |   APFS Physical Store Disk:   disk0s2
    |   Size:                       494384795648 B (494.4 GB)
    |
"""


def apfs_volume(device, role, name, used, sealed="No", quota=0):
    return """    +-> Volume %s 0C6A3B1E-5F3B-44B8-9C55-1A6A5E3F7B%02d
    |   ---------------------------------------------------
    |   APFS Volume Disk (Role):   %s (%s)
    |   Name:                      %s (Case-insensitive)
    |   Mount Point:               Not Mounted
%s    |   Capacity Consumed:         %d B
    |   Sealed:                    %s
    |   FileVault:                 No
    |
""" % (device, len(role), device, role, name, "    |   Capacity Quota:            %d B\n" % quota if quota else "", used, sealed)


def apfs(recovery=1000000000, sealed="Yes"):
    """`diskutil apfs list`; recovery: bytes that it uses, None: there is none."""
    text = CONTAINER + apfs_volume("disk3s1", "System", "Macintosh HD", 10200000000, sealed) + apfs_volume("disk3s2", "Preboot", "Preboot", 6400000000)
    if recovery is not None:
        text += apfs_volume("disk3s3", "Recovery", "Recovery", recovery)
    return text + apfs_volume("disk3s5", "Data", "Data", 168300000000)


def pmv(*offers, boards=None, lists="PublicAssetSets"):
    """The version list; offers are (version, build, posted, expires)."""
    devices = boards or sorted(BOARDS.values())
    return json.dumps({lists: {"macOS": [{"ProductVersion": v, "Build": b, "PostingDate": p, "ExpirationDate": e, "SupportedDevices": devices} for v, b, p, e in offers],
                               "iOS": [{"ProductVersion": "18.0", "Build": "22A3354", "PostingDate": "2024-09-16", "ExpirationDate": "2025-01-10", "SupportedDevices": ["iPhone15,2"]}]},
                       "AssetSets": {"macOS": []}}, indent=1)


OFFERS = [("13.7", "22H123", "2024-09-16", "2025-01-10"), ("14.7", "23H124", "2024-09-16", "2025-01-10"), ("15.0", "24A335", "2024-09-16", "2025-01-10")]


def endpoint(host, port, stage, state="good", step=None, outcome=None, **more):
    text = "%s:%d is reached" % (host, port) if state == "good" else "%s:%d fails at %s: %s" % (host, port, step, outcome)
    entry = {"host": host, "port": port, "protocol": "https" if port == 443 else "http", "stage": stage, "via": "direct", "state": state, "text": text, "dns": {"outcome": "ok"}}
    if step:
        entry.update(step=step, outcome=outcome, **{step: dict({"outcome": outcome}, **more.pop("detail", {}))})
    return dict(entry, **more)


def probe(*replaced):
    """A probe in which all is reached but what is given here."""
    names = {(e["host"], e["port"]) for e in replaced}
    entries = [endpoint(*h) for h in HOSTS if h[:2] not in names] + list(replaced)
    return json.dumps({"schema": "tailor.probe/1", "start": NOW, "endpoints": entries}, indent=1)


def healthy(kind):
    files = {path: text for path, (_, text) in case_files.load(os.path.join(case_files.CASES, "base", kind + ".case"))[1].items()}
    version, build = RUNS[kind]
    files.update({
        "commands/sw_vers.txt": "ProductName:\t\tmacOS\nProductVersion:\t\t%s\nBuildVersion:\t\t%s\n" % (version, build),
        "commands/date.txt": NOW + "\n",
        "commands/sntp.txt": "+0.01172 +/- 0.021408 time.apple.com 17.253.54.123\n",
        "commands/ifconfig.txt": IFCONFIG,
        "commands/scutil-dns.txt": DNS,
        "commands/scutil-proxy.txt": "<dictionary> {\n  HTTPEnable : 0\n  HTTPSEnable : 0\n}\n",
        "commands/pmset-ps.txt": "Now drawing from 'AC Power'\n -InternalBattery-0 (id=4653155)\t100%; charged; 0:00 remaining present: true\n",
        "commands/profiles-status.txt": "Enrolled via DEP: No\nMDM enrollment: No\n",
        "commands/systemextensionsctl-list.txt": "0 extension(s)\n",
        "commands/kmutil-showloaded.txt": "Index Refs Address            Size       Wired      Name (Version) UUID <Linked Against>\n    1  140 0                  0          0          com.apple.kpi.bsd (23.6.0) 1C9E3D34-7E26-3A55-9A5E-0B2F6F5D1A10 <>\n",
        "commands/seedutil-current.txt": "Program: (null)\nBuild is seed: NO\nCatalogURL: (null)\nNSShowFeedbackMenu: NO\n",
        "commands/pmv.json": pmv(*OFFERS),
        "commands/probe.json": probe(),
        "root/Library/Preferences/com.apple.SoftwareUpdate.plist": PLIST % "<dict>\n<key>AutomaticCheckEnabled</key>\n<true/>\n</dict>",
        "root/Library/Preferences/com.apple.TimeMachine.plist": PLIST % "<dict>\n<key>Destinations</key>\n<array><dict><key>SnapshotDates</key><array><date>2024-09-18T21:00:00Z</date></array></dict></array>\n</dict>",
    })
    if kind in ("apple-silicon", "vm"):
        files.update({
            "commands/diskutil_list.txt": DISKS,
            "commands/diskutil_apfs.txt": apfs(),
            "commands/sysadminctl-securetoken.txt": "2024-09-20 10:41:12.221 sysadminctl[2911:61b0] Secure token is ENABLED for user Lab Admin\n",
            "commands/bputil.txt": "Current local policy:\nSecurity Mode:               Full    (smb0): absent\n3rd Party Kexts Status:      Disabled       (smb2): absent\nSIP Status:                  Enabled       (sip0): absent\nSigned System Volume Status: Enabled       (sip1): absent\n",
        })
    else:
        files.update({"commands/diskutil_list.txt": DISKS.replace("Apple_APFS_ISC", "EFI EFI       "), "commands/diskutil_apfs.txt": apfs()})
    if kind == "intel":
        files["commands/pmset-ps.txt"] = "Now drawing from 'AC Power'\n"
    if kind == "vm":
        files["commands/pmset-ps.txt"] = "Now drawing from 'AC Power'\n"
        files["commands/df.txt"] = case_files.load(os.path.join(case_files.CASES, "base", "apple-silicon.case"))[1]["commands/df.txt"][1]
    return files


ECID = 0x1122334455667A
RULES = [{"Conditions": {"ApRawProductionMode": True, "ApRequiresImage4": True}, "Actions": {"EPRO": True}},
         {"Conditions": {"ApRawSecurityMode": True, "ApRequiresImage4": True}, "Actions": {"ESEC": True}}]
IMAGE = {"Trusted": True, "Info": {"RestoreRequestRules": RULES}}
IDENTITY = {"ApBoardID": "0x22", "ApChipID": "0x8103", "ApSecurityDomain": "0x01", "UniqueBuildID": bytes([3]) * 20, "Ap,OSLongVersion": "23.8.124.0.0,0",
            "Info": {"DeviceClass": "j313ap", "Variant": "macOS Customer", "RestoreBehavior": "Update", "BuildNumber": "23H124"},
            "Manifest": {"KernelCache": {**IMAGE, "Digest": bytes([7]) * 48}, "DeviceTree": {**IMAGE, "Digest": bytes([9]) * 48}}}
MANIFEST = plistlib.dumps({"BuildIdentities": [IDENTITY], "ProductBuildVersion": "23H124", "ProductVersion": "14.7"})


def unasked():
    """A Mac with Apple silicon in good order that tells its ECID, and whose network has not been asked yet."""
    files = healthy("apple-silicon")
    for path in ("commands/pmv.json", "commands/probe.json"):
        files.pop(path)
    told = "<key>provisioning_UDID</key>\n<string>00008103-%016X</string>\n<key>serial_number</key>" % ECID
    files["commands/system_profiler.plist"] = files["commands/system_profiler.plist"].replace("<key>serial_number</key>", told)
    return files


def write(files, folder):
    for name, text in files.items():
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
    return folder
