package index

import (
	"encoding/binary"
	"hash/crc32"
	"maps"
	"slices"
	"strings"
)

// mark begins what Encode writes; another form has another number.
const mark = "sc rows 1\n"

// sumSize is the size of the check sum at the end.
const sumSize = crc32.Size

// Encode is the index as bytes. The key names all that rows rest on besides the bytes
// of their files.
func (x *Index) Encode(key string) []byte {
	data := appendText([]byte(mark), key)
	for _, name := range slices.Sorted(maps.Keys(x.folders)) {
		f := x.folders[name]
		data = appendText(data, name)
		data = append(data, f.id[:]...)
		data = binary.AppendUvarint(data, uint64(len(f.nodes)))
		for _, n := range f.nodes {
			data = appendText(data, n.Name)
			data = append(data, n.ID[:]...)
			if n.Folder {
				data = append(data, 1)
				continue
			}
			data = appendText(append(data, 0), n.Row)
		}
	}
	return binary.BigEndian.AppendUint32(data, sum(data))
}

func sum(data []byte) uint32 { return crc32.Checksum(data, crc32.MakeTable(crc32.Castagnoli)) }

// Decode is the index that Encode wrote with the same key; an empty one of anything
// else. The check sum sees what a disk or an editor did to it; whoever may write to the
// file may make up rows, as they may change the repository around it.
func Decode(key string, data []byte) *Index {
	if len(data) < sumSize || sum(data[:len(data)-sumSize]) != binary.BigEndian.Uint32(data[len(data)-sumSize:]) {
		return New()
	}
	return decodeBody(key, string(data[:len(data)-sumSize]))
}

// decodeBody is Decode without the check sum.
func decodeBody(key, text string) *Index {
	body, ok := strings.CutPrefix(text, mark)
	r := reader{rest: body, bad: !ok}
	if r.text() != key {
		return New()
	}
	x := New()
	for r.rest != "" && !r.bad {
		name := r.text()
		f := folder{id: r.id()}
		f.nodes = r.nodes()
		x.folders[name] = f
	}
	if r.bad {
		return New()
	}
	return x
}

// Fields makes a row of fields.
func Fields(fields ...string) string {
	var row []byte
	for _, f := range fields {
		row = appendText(row, f)
	}
	return string(row)
}

// Split gives the fields of a row into a slice of as many, and says whether the row has
// just these.
func Split(row string, into []string) bool {
	r := reader{rest: row}
	for i := range into {
		into[i] = r.text()
	}
	return !r.bad && r.rest == ""
}

func appendText(data []byte, text string) []byte {
	return append(binary.AppendUvarint(data, uint64(len(text))), text...)
}

// reader takes texts and numbers from the front; bad once there are none.
type reader struct {
	rest string
	bad  bool
}

func (r *reader) number() int {
	n, shift := uint64(0), 0
	for i := 0; i < len(r.rest) && i < 5; i++ {
		n |= uint64(r.rest[i]&0x7f) << shift
		if shift += 7; r.rest[i] < 0x80 {
			r.rest = r.rest[i+1:]
			return int(n)
		}
	}
	r.bad = true
	return 0
}

func (r *reader) take(n int) string {
	if r.bad || n > len(r.rest) {
		r.bad = true
		return ""
	}
	text := r.rest[:n]
	r.rest = r.rest[n:]
	return text
}

func (r *reader) text() string { return r.take(r.number()) }

func (r *reader) id() (id ID) {
	copy(id[:], r.take(len(id)))
	return id
}

// leastNode is the fewest bytes that a node takes.
const leastNode = 1 + len(ID{}) + 1

func (r *reader) nodes() []Node {
	count := r.number()
	if r.bad || count > len(r.rest)/leastNode {
		r.bad = true
		return nil
	}
	nodes := make([]Node, count)
	for i := range nodes {
		n := &nodes[i]
		n.Name, n.ID = r.text(), r.id()
		switch r.take(1) {
		case "\x00":
			n.Row = r.text()
		case "\x01":
			n.Folder = true
		default:
			r.bad = true
		}
	}
	return nodes
}

// idsMark begins what EncodeIDs writes.
const idsMark = "sc ids 1\n"

// EncodeIDs is a list of ids as bytes. The key names all that the list rests on besides
// the ids themselves.
func EncodeIDs(key string, ids []ID) []byte {
	data := appendText([]byte(idsMark), key)
	for _, id := range ids {
		data = append(data, id[:]...)
	}
	return binary.BigEndian.AppendUint32(data, sum(data))
}

// DecodeIDs is the list that EncodeIDs wrote with the same key; an empty one of anything
// else.
func DecodeIDs(key string, data []byte) []ID {
	if len(data) < sumSize || sum(data[:len(data)-sumSize]) != binary.BigEndian.Uint32(data[len(data)-sumSize:]) {
		return nil
	}
	body, ok := strings.CutPrefix(string(data[:len(data)-sumSize]), idsMark)
	r := reader{rest: body, bad: !ok}
	if r.text() != key || len(r.rest)%len(ID{}) != 0 {
		return nil
	}
	ids := make([]ID, 0, len(r.rest)/len(ID{}))
	for r.rest != "" {
		ids = append(ids, r.id())
	}
	return ids
}
