package check

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"maps"
	"slices"
	"sync"
)

// Memory is what earlier checks found clean. It is keyed by all that a verdict
// rests on (the file's bytes, its schema and the program), holds nothing else, and
// may be lost at any time. It is safe for several goroutines.
type Memory struct {
	tool string

	mu      sync.Mutex
	known   map[sum]note
	changed bool
}

type sum [sha256.Size]byte

// note is what the rules across files need of a clean file, so that it is not
// read again.
type note struct {
	run int // the run that last saw the file, counted back from the newest, 0
	row json.RawMessage
}

const (
	memoryMark  = "sc clean files 1\n"
	memoryRuns  = 8        // a file that so many writing runs did not see is forgotten
	memoryBytes = 64 << 20 // a larger memory is not read
)

// Recall reads a memory that Bytes made with the same tool, which names the
// program and its version. Whatever else the data is gives an empty memory.
func Recall(tool string, data []byte) *Memory {
	m := &Memory{tool: tool, known: map[sum]note{}}
	body, ok := m.body(data)
	if !ok {
		return m
	}
	known := map[sum]note{}
	for len(body) > 0 {
		key, n, rest, ok := readNote(body)
		if !ok {
			return m
		}
		known[key], body = n, rest
	}
	m.known = known
	return m
}

// body is what stands between the head of a memory and its checksum.
func (m *Memory) body(data []byte) ([]byte, bool) {
	head := m.head()
	if len(data) > memoryBytes || len(data) < len(head)+sha256.Size || !bytes.HasPrefix(data, head) {
		return nil, false
	}
	end := len(data) - sha256.Size
	want := sha256.Sum256(data[:end])
	return data[len(head):end], bytes.Equal(want[:], data[end:])
}

func (m *Memory) head() []byte {
	tool := sha256.Sum256([]byte(m.tool))
	return append([]byte(memoryMark), tool[:]...)
}

func readNote(body []byte) (key sum, n note, rest []byte, ok bool) {
	if len(body) < len(key) {
		return key, n, nil, false
	}
	rest = body[copy(key[:], body):]
	run, a := binary.Uvarint(rest)
	if a <= 0 {
		return key, n, nil, false
	}
	size, b := binary.Uvarint(rest[a:])
	if b <= 0 || size > uint64(len(rest)-a-b) {
		return key, n, nil, false
	}
	rest = rest[a+b:]
	return key, note{run: int(run), row: rest[:size:size]}, rest[size:], true
}

// Bytes is the memory to be kept for the next run, and whether it is worth it:
// whether a file was found clean that was not known.
func (m *Memory) Bytes() (data []byte, changed bool) {
	if m == nil {
		return nil, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.changed {
		return nil, false
	}
	out := m.head()
	for _, key := range slices.SortedFunc(maps.Keys(m.known), func(a, b sum) int { return bytes.Compare(a[:], b[:]) }) {
		n := m.known[key]
		if n.run >= memoryRuns {
			continue
		}
		out = append(out, key[:]...)
		out = binary.AppendUvarint(out, uint64(n.run+1))
		out = binary.AppendUvarint(out, uint64(len(n.row)))
		out = append(out, n.row...)
	}
	check := sha256.Sum256(out)
	return append(out, check[:]...), true
}

// recall gives the note on a clean file.
func (m *Memory) recall(key sum) (json.RawMessage, bool) {
	if m == nil {
		return nil, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	n, ok := m.known[key]
	if ok && n.run > 0 {
		m.known[key] = note{row: n.row}
	}
	return n.row, ok
}

// keep notes that a file is clean.
func (m *Memory) keep(key sum, row json.RawMessage) {
	if m == nil {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.known[key], m.changed = note{row: row}, true
}

// keyOf is the sum over what a verdict rests on beside the program: how the file
// is read, its schema and its bytes.
func (m *Memory) keyOf(reading, schema string, data []byte) sum {
	if m == nil {
		return sum{}
	}
	h := sha256.New()
	h.Write([]byte(reading + "\x00" + schema + "\x00"))
	h.Write(data)
	return sum(h.Sum(nil))
}
