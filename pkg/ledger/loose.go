package ledger

import (
	"bufio"
	"compress/zlib"
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
)

// errLoose means that a loose object's file is not what Git writes.
var errLoose = errors.New("not an object that git wrote")

// maxLooseHead is the most bytes of "KIND SP SIZE NUL".
const maxLooseHead = 32

// loose reads an object's own file in one of some objects folders; ErrMissing is the
// cause where none has it. It is read here and not by go-git, which unfolds whatever
// comes: a small file could fill the memory.
func loose(folders []string, id ID, limit int64) (kind string, raw []byte, err error) {
	name := id.String()
	for _, dir := range folders {
		f, err := openPlain(filepath.Join(dir, name[:2], name[2:]))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return "", nil, err
		}
		kind, raw, err = readLoose(f, limit)
		return kind, raw, errors.Join(err, f.Close())
	}
	return "", nil, missing(id)
}

// readLoose unfolds "KIND SP SIZE NUL" and so many bytes, and no more.
func readLoose(file io.Reader, limit int64) (kind string, raw []byte, err error) {
	z, err := zlib.NewReader(bufio.NewReader(file))
	if err != nil {
		return "", nil, err
	}
	defer z.Close()
	text := bufio.NewReaderSize(z, maxLooseHead)
	head, err := text.ReadSlice(0)
	if err != nil {
		return "", nil, errors.Join(err, errLoose)
	}
	kind, digits, _ := strings.Cut(string(head[:len(head)-1]), " ")
	size, ok := parseNumber(digits, 1<<62)
	switch {
	case !ok:
		return "", nil, errLoose
	case size > limit:
		return "", nil, errTooBig
	}
	raw, err = io.ReadAll(io.LimitReader(text, size+1))
	if err == nil && int64(len(raw)) != size {
		err = errLoose
	}
	return kind, raw, err
}
