package ask

import (
	"io"
	"os"
	"sync/atomic"
)

// input is a terminal that a form reads until it is over. Behind the form a reader of
// the library may still wait there: it is ended without being waited for, and on a busy
// machine wakes up only when the next key comes. That key belongs to whoever reads next.
type input struct {
	*os.File
	over atomic.Bool
}

func (i *input) Read(p []byte) (int, error) {
	if i.over.Load() {
		return 0, io.EOF
	}
	return i.File.Read(p)
}

// reads is what a form reads from, and what ends that.
func (s Screen) reads() (io.Reader, func()) {
	file, ok := s.In.(*os.File)
	if !ok {
		return s.In, func() {}
	}
	in := &input{File: file}
	return in, func() { in.over.Store(true) }
}
