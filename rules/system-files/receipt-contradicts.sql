-- rule:       system-files/receipt-contradicts
-- strength:   hints
-- title:      {path} is not as the receipt of its package says
-- because:    A file of the system that was altered, or that another user owns, can stop what updates it; nothing says that it did here.
-- fix:        reinstall-over, fix-permissions
-- source:     bom(5), lsbom(8)
SELECT source, line, ns, text, path FROM receipt_check WHERE problem IS NOT NULL AND apple = 1
