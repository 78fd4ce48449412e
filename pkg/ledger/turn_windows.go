package ledger

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// sharingViolation is how Windows says that another program has a file.
const sharingViolation = syscall.Errno(32)

// take takes the turn in a Git folder: a file there that nobody else may open.
func take(dir string) (*os.File, error) {
	name := filepath.Join(dir, "sc", "turn")
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return nil, err
	}
	path, err := syscall.UTF16PtrFromString(name)
	if err != nil {
		return nil, err
	}
	handle, err := syscall.CreateFile(path, syscall.GENERIC_READ|syscall.GENERIC_WRITE, 0, nil, syscall.OPEN_ALWAYS, syscall.FILE_ATTRIBUTE_NORMAL, 0)
	if errors.Is(err, sharingViolation) {
		return nil, errBusy
	}
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(handle), name), nil
}
