package ledger

import (
	"os/exec"
	"syscall"
)

// shield gives git a process group of its own, which Ctrl-C does not reach.
func shield(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: syscall.CREATE_NEW_PROCESS_GROUP}
}
