package cli

import (
	"bytes"
	"errors"
	"io"
	"os"

	"github.com/service-catalogue/sc/pkg/finding"
)

// maxKept is how many bytes are read of what sc keeps to be quick.
const maxKept = 256 << 20

// errNotPlain: what a name means is no file.
var errNotPlain = errors.New("a pipe or a device")

// openPlain opens a file that somebody named. A pipe or a device may have no end, and
// to open a pipe waits for who writes to it, where no signal is heard.
func openPlain(name string) (*os.File, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() && !info.IsDir() {
		return nil, notPlain(name)
	}
	return os.Open(name)
}

// readPlain reads the first bytes of a file that somebody named, at most so many.
func readPlain(name string, most int64) ([]byte, error) {
	file, err := openPlain(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var data bytes.Buffer
	if info, err := file.Stat(); err == nil { // or a long file's bytes are copied several times
		data.Grow(int(min(info.Size(), most, maxKept)) + bytes.MinRead)
	}
	_, err = data.ReadFrom(io.LimitReader(file, most))
	return data.Bytes(), err
}

// cannotRead says that a file could not be read, or what it is instead of one.
func cannotRead(name string, err error) error {
	if errors.Is(err, errNotPlain) {
		return notPlain(name)
	}
	if f, ok := errors.AsType[*finding.Fault](err); ok {
		return f
	}
	return &finding.Fault{Message: finding.Say("the file %s cannot be read", name), Hint: finding.Say("check its name and that you may read it"), Cause: err}
}

func notPlain(name string) error {
	return &finding.Fault{Message: finding.Say("%s is a pipe or a device, no file", finding.Clip(name)), Hint: finding.Say("write what it gives to a file first"), Cause: errNotPlain}
}
