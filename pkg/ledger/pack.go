package ledger

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"sync"
)

// errPack means that a pack or its index is not what Git writes.
var errPack = errors.New("not a pack that git wrote")

// openPacks finds the packs of objects folders. They are read here and not by go-git,
// which keeps the index of every pack in memory once more for each reader and takes
// several times as long for a long history (docs/performance.md). A pack that the
// system does not let be opened is left to go-git, which says why; of what is no pack
// broken tells, and go-git must not see it: it takes as much memory as a forged index
// asks for.
func openPacks(folders []string) (packs []*pack, broken error) {
	for _, dir := range folders {
		files, err := os.ReadDir(filepath.Join(dir, "pack"))
		if err != nil {
			continue // as a rule there is none; a missing object will tell otherwise
		}
		for _, f := range files {
			name, ok := strings.CutSuffix(f.Name(), ".idx")
			if !ok {
				continue
			}
			p, err := openPack(filepath.Join(dir, "pack", name))
			switch {
			case err == nil:
				packs = append(packs, p)
			case errors.Is(err, errPack) || errors.Is(err, io.EOF):
				broken = errors.Join(broken, err)
			}
		}
	}
	return packs, broken
}

// packNames are the names of the packs in objects folders.
func packNames(folders []string) string {
	var names strings.Builder
	for _, dir := range folders {
		names.WriteString(dir + "\x00")
		files, _ := os.ReadDir(filepath.Join(dir, "pack")) // as openPacks
		for _, f := range files {
			names.WriteString(f.Name() + "\x00")
		}
	}
	return names.String()
}

// pack is one pack file with its index (gitformat-pack(5), versions 1 and 2). Several
// goroutines may use it.
type pack struct {
	file  *os.File
	size  int64
	index *os.File
	old   bool       // its index is of version 1
	fan   [256]int64 // how many objects have names up to that first byte
	mu    sync.Mutex
	rows  [256]rows // by first byte, each read when it is first asked for
}

// rows are those of an index whose names begin with one byte.
type rows struct {
	names  []byte // as they stand there
	places []byte // where their objects begin, if that stands elsewhere
}

// The parts of an index, in bytes: a head, the fan, then for each object its name,
// a check sum and its place; then the places beyond 2 GiB, and two sums over all. In
// version 1 there is no head, and for each object its place and its name.
const (
	indexHead = 8
	fanSize   = 256 * 4
	nameSize  = len(ID{})
	crcSize   = 4
	placeSize = 4
	farSize   = 8
)

// row is the size of what stands beside an object's name in the index, and where in
// it the name begins.
func (p *pack) row() (size, name int) {
	if p.old {
		return placeSize + nameSize, placeSize
	}
	return nameSize, 0
}

// begin is where the rows begin.
func (p *pack) begin() int64 {
	if p.old {
		return fanSize
	}
	return indexHead + fanSize
}

func openPack(name string) (*pack, error) {
	p := &pack{}
	var err error
	if p.index, err = openPlain(name + ".idx"); err != nil {
		return nil, err
	}
	if p.file, err = openPlain(name + ".pack"); err == nil {
		err = p.open()
	}
	if err != nil {
		p.close()
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return p, nil
}

func (p *pack) close() {
	_ = p.index.Close()
	if p.file != nil {
		_ = p.file.Close()
	}
}

func (p *pack) open() error {
	var head [indexHead + fanSize]byte
	if _, err := p.index.ReadAt(head[:], 0); err != nil {
		return err
	}
	fan := head[indexHead:]
	if p.old = !bytes.HasPrefix(head[:], []byte("\xfftOc")); p.old {
		fan = head[:fanSize]
	} else if head[7] != 2 {
		return errPack
	}
	for i := range p.fan {
		p.fan[i] = int64(binary.BigEndian.Uint32(fan[4*i:]))
		if i > 0 && p.fan[i] < p.fan[i-1] {
			return errPack
		}
	}
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	p.size = info.Size()
	if info, err = p.index.Stat(); err == nil && info.Size() < p.behind(nameSize+placeSize) {
		err = errPack
	}
	return err
}

// behind is the place in the index behind so many bytes for each object.
func (p *pack) behind(each int) int64 {
	return p.begin() + p.fan[255]*int64(each)
}

// find is where in the pack an object begins.
func (p *pack) find(id ID) (begins int64, ok bool) {
	rows, err := p.bucket(id[0])
	if err != nil {
		return 0, false
	}
	size, at := p.row()
	name := func(i int) []byte { return rows.names[i*size+at:][:nameSize] }
	count := len(rows.names) / size
	i := sort.Search(count, func(i int) bool { return bytes.Compare(name(i), id[:]) >= 0 })
	if i == count || !bytes.Equal(name(i), id[:]) {
		return 0, false
	}
	if p.old {
		return int64(binary.BigEndian.Uint32(rows.names[i*size:])), true
	}
	begins, err = p.place(int64(binary.BigEndian.Uint32(rows.places[i*placeSize:])))
	return begins, err == nil
}

// bucket are the rows of names that begin with a byte.
func (p *pack) bucket(b byte) (rows, error) {
	first := int64(0)
	if b > 0 {
		first = p.fan[b-1]
	}
	count := p.fan[b] - first
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.rows[b].names != nil || count == 0 {
		return p.rows[b], nil
	}
	size, _ := p.row()
	read := rows{names: make([]byte, count*int64(size))}
	_, err := p.index.ReadAt(read.names, p.begin()+first*int64(size))
	if err == nil && !p.old {
		read.places = make([]byte, count*placeSize)
		_, err = p.index.ReadAt(read.places, p.behind(nameSize+crcSize)+first*placeSize)
	}
	if err != nil {
		return rows{}, err
	}
	p.rows[b] = read
	return read, nil
}

// place is where the object begins of which the index has this place.
func (p *pack) place(at int64) (int64, error) {
	const isFar = 1 << 31
	if at < isFar {
		return at, nil
	}
	var far [farSize]byte
	if _, err := p.index.ReadAt(far[:], p.behind(nameSize+crcSize+placeSize)+(at-isFar)*farSize); err != nil {
		return 0, err
	}
	return int64(binary.BigEndian.Uint64(far[:]) & (1<<63 - 1)), nil
}
