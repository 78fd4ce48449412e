//go:build unix

package ledger

import (
	"os/exec"
	"syscall"
)

// shield gives git a session of its own, which the terminal's Ctrl-C does not reach.
func shield(cmd *exec.Cmd) { cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true} }
