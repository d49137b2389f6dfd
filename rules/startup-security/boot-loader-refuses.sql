-- rule:       startup-security/boot-loader-refuses
-- stage:      boot
-- strength:   suggests
-- confidence: 0.78
-- title:      The boot loader's Apple Secure Boot refuses the system
-- because:    The tickets beside the system are not made for the model that the boot loader shows, or are missing after the update.
-- fix:        disable-secure-boot-model
-- over:       startup-security/error-code, hardware-support/patched-boot
-- source:     dortania/OpenCore-Install-Guide#158; acidanthera/bugtracker#1342, #1715
SELECT source, line, ns, text FROM signal WHERE name = 'boot-loader-refuses'
