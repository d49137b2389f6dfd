/* Where the distributions keep the bundle: Debian, Ubuntu, Arch, Alpine; Fedora, RHEL; openSUSE. */
#include "os/os.h"

const char *const os_trust_files[] = {"/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt", "/etc/ssl/ca-bundle.pem",
                                      "/etc/ssl/cert.pem", NULL};
