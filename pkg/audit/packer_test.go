package audit

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"errors"
	"hash"
	"io"
	"os"
	"testing"

	"github.com/service-catalogue/sc/pkg/ledger"
)

// packer is a ledger.Store that writes objects into one pack as they come, each
// tree and file as its difference to a like one before it. It can be asked for the
// newest objects only. "git index-pack" makes its index.
type packer struct {
	t      testing.TB
	file   *os.File
	out    *bufio.Writer
	sum    hash.Hash
	at     int64
	count  uint32
	memory ledger.Memory // names objects
	kept   map[ledger.ID]packed
	order  []ledger.ID
	offset map[ledger.ID]int64
	zip    *zlib.Writer
}

type packed struct {
	kind  string
	raw   []byte
	depth int // of its chain of differences
}

// How many objects can be asked for, how many are compared with a new one, and how
// long a chain of differences may be; a difference that small is not looked on for.
const (
	packMemory  = 30_000
	packWindow  = 16
	packDepth   = 40
	packSmall   = 256
	packVersion = 2
)

func newPacker(t testing.TB, name string) *packer {
	t.Helper()
	file, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	p := &packer{
		t: t, file: file, out: bufio.NewWriterSize(file, 1<<20), sum: sha1.New(),
		kept: map[ledger.ID]packed{}, offset: map[ledger.ID]int64{}, zip: zlib.NewWriter(io.Discard),
	}
	p.write([]byte("PACK"), []byte{0, 0, 0, packVersion, 0, 0, 0, 0})
	return p
}

// Get gives one of the newest objects.
func (p *packer) Get(id ledger.ID, limit int64) (string, []byte, error) {
	if o, ok := p.kept[id]; ok {
		return o.kind, o.raw, nil
	}
	return p.memory.Get(id, limit) // says that it is missing
}

// Put writes an object that is not there yet.
func (p *packer) Put(kind string, raw []byte) (ledger.ID, error) {
	var name ledger.Memory
	id, err := name.Put(kind, raw)
	if _, there := p.offset[id]; err != nil || there {
		if there {
			p.keep(id, packed{kind, raw, p.kept[id].depth})
		}
		return id, err
	}
	p.count++
	base, delta := p.nearest(kind, raw)
	o := packed{kind: kind, raw: raw}
	if delta == nil {
		p.object(id, map[string]byte{"commit": 1, "tree": 2, "blob": 3, "tag": 4}[kind], nil, raw)
	} else {
		o.depth = p.kept[base].depth + 1
		p.object(id, 6, offsetBytes(p.at-p.offset[base]), delta)
	}
	p.keep(id, o)
	return id, nil
}

// Sync does nothing: close does all.
func (p *packer) Sync() error { return nil }

func (p *packer) keep(id ledger.ID, o packed) {
	p.kept[id] = o
	p.order = append(p.order, id)
	if len(p.order) > 2*packMemory {
		newest := map[ledger.ID]packed{}
		for _, id := range p.order[packMemory:] {
			newest[id] = p.kept[id]
		}
		p.kept, p.order = newest, p.order[packMemory:]
	}
}

// nearest is the newest object that a tree or file differs little from.
func (p *packer) nearest(kind string, raw []byte) (ledger.ID, []byte) {
	var base ledger.ID
	var best []byte
	for i, seen := len(p.order)-1, 0; i >= 0 && seen < packWindow && kind != "commit" && kind != "tag"; i-- {
		o := p.kept[p.order[i]]
		if o.kind != kind || o.depth >= packDepth {
			continue
		}
		seen++
		if d := difference(o.raw, raw); d != nil && (best == nil || len(d) < len(best)) {
			base, best = p.order[i], d
		}
		if best != nil && len(best) < packSmall {
			break
		}
	}
	return base, best
}

// difference copies what two texts have in common at both ends (gitformat-pack(5));
// nil where that is less than half of the new one.
func difference(old, new []byte) []byte {
	head, tail := 0, 0
	for head < len(old) && head < len(new) && old[head] == new[head] {
		head++
	}
	for tail < len(old)-head && tail < len(new)-head && old[len(old)-1-tail] == new[len(new)-1-tail] {
		tail++
	}
	if head+tail < len(new)/2 {
		return nil
	}
	d := binary.AppendUvarint(nil, uint64(len(old)))
	d = binary.AppendUvarint(d, uint64(len(new)))
	d = appendCopies(d, 0, head)
	for middle := new[head : len(new)-tail]; len(middle) > 0; {
		n := min(len(middle), 127)
		d = append(append(d, byte(n)), middle[:n]...)
		middle = middle[n:]
	}
	return appendCopies(d, len(old)-tail, tail)
}

func appendCopies(d []byte, from, size int) []byte {
	for size > 0 {
		n := min(size, 0xffff)
		d = append(d, 0x80|0x0f|0x30, byte(from), byte(from>>8), byte(from>>16), byte(from>>24), byte(n), byte(n>>8))
		from, size = from+n, size-n
	}
	return d
}

// offsetBytes is how a pack writes how far back the base of a difference lies.
func offsetBytes(back int64) []byte {
	text := []byte{byte(back & 0x7f)}
	for back >>= 7; back > 0; back >>= 7 {
		back--
		text = append([]byte{0x80 | byte(back&0x7f)}, text...)
	}
	return text
}

func (p *packer) object(id ledger.ID, kind byte, base, data []byte) {
	p.offset[id] = p.at
	size := len(data)
	head := []byte{kind<<4 | byte(size&0x0f)}
	for size >>= 4; size > 0; size >>= 7 {
		head[len(head)-1] |= 0x80
		head = append(head, byte(size&0x7f))
	}
	var zipped bytes.Buffer
	p.zip.Reset(&zipped)
	_, err := p.zip.Write(data)
	if err = errors.Join(err, p.zip.Close()); err != nil {
		p.t.Fatal(err)
	}
	p.write(head, base, zipped.Bytes())
}

func (p *packer) write(parts ...[]byte) {
	for _, part := range parts {
		n, err := p.out.Write(part)
		if err != nil {
			p.t.Fatal(err)
		}
		p.at += int64(n)
	}
}

// close writes how many objects there are, and the sum over all, which are known
// only now.
func (p *packer) close() {
	p.t.Helper()
	err := p.out.Flush()
	var head [4]byte
	binary.BigEndian.PutUint32(head[:], p.count)
	_, err1 := p.file.WriteAt(head[:], 8)
	_, err2 := p.file.Seek(0, io.SeekStart)
	_, err3 := io.Copy(p.sum, p.file)
	_, err4 := p.file.Write(p.sum.Sum(nil))
	if err := errors.Join(err, err1, err2, err3, err4, p.file.Close()); err != nil {
		p.t.Fatal(err)
	}
}
