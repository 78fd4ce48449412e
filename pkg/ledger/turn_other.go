//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package ledger

import (
	"errors"
	"os"
)

// take takes no turn: this system has nothing that it gives back by itself.
func take(string) (*os.File, error) { return nil, errors.ErrUnsupported }
