package ask

import (
	"io"
	"sync/atomic"
)

// file is what the library takes for a terminal that it can wait on.
type file interface {
	io.ReadWriteCloser
	Fd() uintptr
	Name() string
}

// input is a terminal that a form reads until it is over. Behind the form a reader of
// the library may still wait there: it is ended without being waited for, and on a busy
// machine wakes up only when the next key comes. That key belongs to whoever reads next.
type input struct {
	file
	over atomic.Bool
}

func (i *input) Read(p []byte) (int, error) {
	if i.over.Load() {
		return 0, io.EOF
	}
	return i.file.Read(p)
}

// reads is what a form reads from, and what ends that.
func (s Screen) reads() (io.Reader, func()) {
	terminal, ok := s.In.(file)
	if !ok {
		return s.In, func() {}
	}
	in := &input{file: terminal}
	return in, func() { in.over.Store(true) }
}
