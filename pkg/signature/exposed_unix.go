//go:build unix

package signature

import (
	"io/fs"
	"os"
	"syscall"
)

// exposed gives the mode bits by which others may use a file of this user. As in
// OpenSSH, a file that belongs to somebody else is that person's matter.
func exposed(info fs.FileInfo) fs.FileMode {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok || int(stat.Uid) != os.Getuid() || !info.Mode().IsRegular() {
		return 0
	}
	return info.Mode().Perm() & 0o077
}
