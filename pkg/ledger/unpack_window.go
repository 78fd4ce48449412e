package ledger

import "io"

// window is a part of a pack that was read lately. It gives single bytes too, so that
// the inflater takes no more than it needs.
type window struct {
	pack *pack
	from int64
	text []byte
	kept []byte // the memory behind text
	pos  int    // of the next byte that is read
}

// windows are the parts of packs that were read last, the newest first. Objects that are
// asked for one after the other mostly lie beside others of their kind: commits, folders
// and files each have a part of the pack.
type windows [4]*window

// seek is the window that has a place, or will have it.
func (ws *windows) seek(p *pack, at int64) *window {
	i := 0
	for i < len(ws)-1 && ws[i] != nil && !ws[i].has(p, at) {
		i++
	}
	w := ws[i]
	if w == nil {
		w = &window{}
	}
	copy(ws[1:i+1], ws[:i])
	ws[0] = w
	w.seek(p, at)
	return w
}

// has reports whether a place is in the window, or right behind it.
func (w *window) has(p *pack, at int64) bool {
	return w.pack == p && w.from <= at && at <= w.from+int64(len(w.text))
}

// How many bytes a window holds, and how many it has at least where it is looked
// through, unless the pack ends.
const (
	windowSize = 32 << 10
	windowLeft = 64
)

// at is what the pack has from a place on: at least windowLeft bytes, or all.
func (ws *windows) at(p *pack, at int64) ([]byte, error) {
	w := ws.seek(p, at)
	if w.pos < len(w.text) && (len(w.text)-w.pos >= windowLeft || w.from+int64(len(w.text)) == p.size) {
		return w.text[w.pos:], nil
	}
	err := w.fill(at)
	return w.text, err
}

// seek goes to a place.
func (w *window) seek(p *pack, at int64) {
	if w.has(p, at) {
		w.pos = int(at - w.from)
		return
	}
	w.pack, w.from, w.text, w.pos = p, at, nil, 0
}

// fill reads from a place on.
func (w *window) fill(at int64) error {
	if w.kept == nil {
		w.kept = make([]byte, windowSize)
	}
	w.from, w.pos, w.text = at, 0, nil
	if at < 0 || at >= w.pack.size {
		return io.ErrUnexpectedEOF
	}
	n, err := w.pack.file.ReadAt(w.kept[:min(windowSize, w.pack.size-at)], at)
	w.text = w.kept[:n]
	if n > 0 {
		return nil
	}
	return err
}

// Read gives what is next.
func (w *window) Read(b []byte) (int, error) {
	if w.pos == len(w.text) {
		if err := w.fill(w.from + int64(len(w.text))); err != nil {
			return 0, err
		}
	}
	n := copy(b, w.text[w.pos:])
	w.pos += n
	return n, nil
}

// ReadByte gives the next byte.
func (w *window) ReadByte() (byte, error) {
	if w.pos == len(w.text) {
		if err := w.fill(w.from + int64(len(w.text))); err != nil {
			return 0, err
		}
	}
	b := w.text[w.pos]
	w.pos++
	return b, nil
}

// recentBases remembers objects that others are likely differences to, within about
// 2 × basesSize bytes.
type recentBases struct {
	young, old map[basePlace]unfolded
	size       int
}

type basePlace struct {
	pack *pack
	at   int64
}

const basesSize = 3 << 20

func (r *recentBases) get(p *pack, at int64) (unfolded, bool) {
	if o, ok := r.young[basePlace{p, at}]; ok {
		return o, true
	}
	o, ok := r.old[basePlace{p, at}]
	if ok {
		r.put(p, at, o)
	}
	return o, ok
}

func (r *recentBases) put(p *pack, at int64, o unfolded) {
	if len(o.raw) > basesSize/8 {
		return
	}
	if r.young == nil || r.size+len(o.raw) > basesSize {
		r.old, r.young, r.size = r.young, make(map[basePlace]unfolded), 0
	}
	r.young[basePlace{p, at}] = o
	r.size += len(o.raw)
}
