package main

import (
	"context"
	"os"
	"runtime"

	"golang.org/x/term"

	"github.com/service-catalogue/sc/pkg/cli"
)

func terminal() cli.Terminal {
	columns, lines := size(os.Stdout, os.Stderr)
	return cli.Terminal{
		In:    isTerminal(os.Stdin),
		Out:   isTerminal(os.Stdout),
		Err:   isTerminal(os.Stderr),
		Width: columns, Height: lines,
		Draws: isTerminal(os.Stdin) && isTerminal(os.Stderr) && draws(os.Getenv("TERM"), lines),
	}
}

// enough lines for a form: its title, a field with what explains it, and what is wrong.
const enough = 10

// draws reports whether a terminal of a kind has a cursor that can be moved, and room for
// a form. Windows names no kinds.
func draws(kind string, lines int) bool {
	return kind != "dumb" && (kind != "" || runtime.GOOS == "windows") && (lines == 0 || lines >= enough)
}

func isTerminal(f *os.File) bool {
	return term.IsTerminal(int(f.Fd()))
}

// size is that of the first terminal among the streams, in columns and lines; 0 where
// none is one.
func size(streams ...*os.File) (columns, lines int) {
	for _, f := range streams {
		if columns, lines, err := term.GetSize(int(f.Fd())); err == nil {
			return columns, lines
		}
	}
	return 0, 0
}

// secret reads a line without echo. An interrupt ends the wait and gives the
// terminal back as it was: a read cannot be called off, and a shell without
// echo is a bad thing to leave behind.
func secret(ctx context.Context, in *os.File) func() ([]byte, error) {
	return func() ([]byte, error) {
		fd := int(in.Fd())
		before, err := term.GetState(fd)
		if err != nil {
			return nil, err
		}
		type answer struct {
			line []byte
			err  error
		}
		got := make(chan answer, 1)
		go func() {
			line, err := term.ReadPassword(fd)
			got <- answer{line, err}
		}()
		select {
		case a := <-got:
			return a.line, a.err
		case <-ctx.Done():
			_ = term.Restore(fd, before) // nothing is left to be done about it
			return nil, ctx.Err()
		}
	}
}
