package ledger

import (
	"bytes"
	"compress/zlib"
	"errors"
	"io"
	"sync"
)

// unpacker reads objects out of packs, for one goroutine. What it gives is hashed by
// the Reader like everything else, so that a broken pack cannot pass for a good one;
// here it matters that nothing written in one reads beyond its bounds, allocates what
// is not there, or never ends.
type unpacker struct {
	packs   []*pack
	windows windows
	zip     io.ReadCloser // also a zlib.Resetter; nil until needed
	bases   recentBases
	heavy   *sync.Mutex // held by who unfolds much, of all who read the packs; nil: nobody else does
}

// The kinds of a pack's objects, by their numbers.
const (
	packedOffsetDelta = 6
	packedNameDelta   = 7
)

func packedKind(number byte) string {
	return [8]string{1: kindCommit, 2: kindTree, 3: kindBlob, 4: kindTag}[number&7]
}

// maxChain is the most differences that one object may be made of; Git writes at
// most 4,095.
const maxChain = 5000

// packed is an object of a pack as it is written there.
type packed struct {
	at     int64 // where it begins
	number byte  // of its kind
	size   int64 // of what is unfolded
	base   int64 // where the object begins that it is a difference to
	data   int64 // where its compressed bytes begin
	most   int64 // of bytes, once it is made
}

// get reads an object; ErrMissing is the cause where no pack has it. What it gives is
// shared and must not be changed.
func (u *unpacker) get(id ID, limit int64) (kind string, raw []byte, err error) {
	for _, p := range u.packs {
		if at, ok := p.find(id); ok {
			return u.object(p, at, limit)
		}
	}
	return "", nil, missing(id)
}

// object reads the object that begins at a place: the chain of differences down to
// something whole, then back up.
func (u *unpacker) object(p *pack, at, limit int64) (kind string, raw []byte, err error) {
	var chain []packed
	base := unfolded{}
	for {
		if found, ok := u.bases.get(p, at); ok {
			base = found
			break
		}
		o, err := u.head(p, at)
		if err != nil {
			return "", nil, err
		}
		if o.size > limit && len(chain) == 0 || o.size > maxUnfolded || len(chain) > maxChain {
			return "", nil, errTooBig
		}
		chain = append(chain, o)
		if o.number < packedOffsetDelta {
			break
		}
		at = o.base
	}
	turn := heavyTurn{lock: u.heavy}
	defer turn.end()
	work := 0
	for i := len(chain) - 1; i >= 0; i-- {
		if work += len(base.raw); work > maxWork {
			return "", nil, errTooBig
		}
		if chain[i].most = maxUnfolded; i == 0 {
			chain[i].most = min(maxUnfolded, limit)
		}
		if base, err = u.unfold(p, chain[i], base, &turn); err != nil {
			return "", nil, err
		}
	}
	if int64(len(base.raw)) > limit {
		return "", nil, errTooBig
	}
	return base.kind, base.raw, nil
}

// unfolded is an object as it is.
type unfolded struct {
	kind string
	raw  []byte
}

// maxUnfolded is the most bytes of anything that is unfolded on the way to an object.
const maxUnfolded = 256 << 20

// maxWork is the most bytes that are unfolded for one object.
const maxWork = 4 * maxUnfolded

var errTooBig = errors.New("larger than allowed")

// heavySize is from how many bytes on what is unfolded is much: those who read beside
// one another do so one after the other, so that many of them take no more memory than
// one.
const heavySize = 32 << 20

// heavyTurn is the turn of one who may have to unfold much.
type heavyTurn struct {
	lock *sync.Mutex
	held bool
}

// take waits for the turn where so many bytes are much.
func (t *heavyTurn) take(size int64) {
	if size > heavySize && !t.held && t.lock != nil {
		t.lock.Lock()
		t.held = true
	}
}

func (t *heavyTurn) end() {
	if t.held {
		t.lock.Unlock()
	}
}

// unfold reads one object of a chain, whose base is known.
func (u *unpacker) unfold(p *pack, o packed, base unfolded, turn *heavyTurn) (unfolded, error) {
	turn.take(o.size)
	data, err := u.inflate(p, o.data, o.size)
	if err != nil {
		return unfolded{}, err
	}
	whole := unfolded{kind: packedKind(o.number), raw: data}
	if o.number >= packedOffsetDelta {
		whole.kind = base.kind
		size := made(data)
		if size > o.most {
			return unfolded{}, errTooBig
		}
		turn.take(size)
		if whole.raw, err = patch(base.raw, data); err != nil {
			return unfolded{}, err
		}
	}
	u.bases.put(p, o.at, whole)
	return whole, nil
}

// head reads what stands before an object's compressed bytes.
func (u *unpacker) head(p *pack, at int64) (packed, error) {
	o := packed{at: at}
	text, err := u.windows.at(p, at)
	if err != nil || len(text) == 0 {
		return o, errors.Join(err, errPack)
	}
	first := text[0]
	o.number, o.size = first>>4&7, int64(first&15)
	pos, shift := 1, 4
	for more := first&0x80 != 0; more; pos++ {
		if pos >= len(text) || shift > 40 {
			return o, errPack
		}
		o.size |= int64(text[pos]&0x7f) << shift
		shift += 7
		more = text[pos]&0x80 != 0
	}
	switch o.number {
	case packedOffsetDelta:
		var back int64
		if back, pos = backwards(text, pos); back <= 0 || back > at {
			return o, errPack
		}
		o.base = at - back
	case packedNameDelta:
		if len(text) < pos+nameSize {
			return o, errPack
		}
		base, ok := p.find(ID(text[pos : pos+nameSize]))
		if !ok {
			return o, errPack
		}
		o.base, pos = base, pos+nameSize
	default:
		if packedKind(o.number) == "" {
			return o, errPack
		}
	}
	o.data = at + int64(pos)
	return o, nil
}

// backwards reads how far back the base of a difference lies; 0 for what is no such
// number.
func backwards(text []byte, pos int) (back int64, next int) {
	for n := 0; pos < len(text) && n < 8; n++ {
		c := text[pos]
		pos++
		back = back<<7 | int64(c&0x7f)
		if c&0x80 == 0 {
			return back, pos
		}
		back++
	}
	return 0, pos
}

// inflate reads compressed bytes, of which there must be exactly size. Memory is
// taken as they come, not as the pack promises.
func (u *unpacker) inflate(p *pack, at, size int64) ([]byte, error) {
	from := u.windows.seek(p, at)
	var err error
	if u.zip == nil {
		u.zip, err = zlib.NewReader(from)
	} else {
		err = u.zip.(zlib.Resetter).Reset(from, nil)
	}
	if err != nil {
		u.zip = nil
		return nil, err
	}
	if size <= sureSize {
		raw := make([]byte, size)
		if _, err := io.ReadFull(u.zip, raw); err != nil {
			return nil, err
		}
		return raw, u.ended()
	}
	var grown bytes.Buffer
	if n, err := io.CopyN(&grown, u.zip, size); n != size {
		return nil, errors.Join(err, errPack)
	}
	return grown.Bytes(), u.ended()
}

// sureSize is up to where a promised size is believed.
const sureSize = 1 << 20

// ended checks that the compressed bytes end here, and their check sum.
func (u *unpacker) ended() error {
	var more [1]byte
	if n, err := u.zip.Read(more[:]); n != 0 || !errors.Is(err, io.EOF) {
		return errors.Join(err, errPack)
	}
	return nil
}
