package ledger

import "encoding/binary"

// patch makes an object from its base and the difference to it (gitformat-pack(5),
// "Deltified representation").
func patch(base, delta []byte) ([]byte, error) {
	from, n := binary.Uvarint(delta)
	if n <= 0 || from != uint64(len(base)) {
		return nil, errPack
	}
	delta = delta[n:]
	size, n := binary.Uvarint(delta)
	if n <= 0 || size > maxUnfolded {
		return nil, errPack
	}
	delta = delta[n:]
	whole := make([]byte, 0, min(size, sureSize))
	for len(delta) > 0 {
		var part []byte
		if part, delta = instruction(base, delta); part == nil || uint64(len(whole)+len(part)) > size {
			return nil, errPack
		}
		whole = append(whole, part...)
	}
	if uint64(len(whole)) != size {
		return nil, errPack
	}
	return whole, nil
}

// made is how many bytes a difference says that it makes, -1 where it says nothing.
func made(delta []byte) int64 {
	_, n := binary.Uvarint(delta)
	if n <= 0 {
		return -1
	}
	size, n := binary.Uvarint(delta[n:])
	if n <= 0 || size > maxUnfolded {
		return -1
	}
	return int64(size)
}

// instruction carries out one instruction of a difference: bytes of its own, or some
// of the base. It gives nil for one that cannot be.
func instruction(base, delta []byte) (part, rest []byte) {
	op := delta[0]
	delta = delta[1:]
	if op&0x80 == 0 {
		if op == 0 || int(op) > len(delta) {
			return nil, nil
		}
		return delta[:op], delta[op:]
	}
	from, delta := bits(delta, op&0x0f, 4)
	size, delta := bits(delta, op>>4&0x07, 3)
	if size == 0 {
		size = 0x10000
	}
	if delta == nil || from+size > len(base) {
		return nil, nil
	}
	return base[from : from+size], delta
}

// bits reads a number of which only the bytes are written that the mask names, the
// lowest first. It gives nil where they are not there.
func bits(delta []byte, mask byte, count int) (number int, rest []byte) {
	if delta == nil {
		return 0, nil
	}
	for i := range count {
		if mask>>i&1 == 0 {
			continue
		}
		if len(delta) == 0 {
			return 0, nil
		}
		number |= int(delta[0]) << (8 * i)
		delta = delta[1:]
	}
	return number, delta
}
