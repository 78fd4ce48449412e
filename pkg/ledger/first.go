package ledger

import (
	"bytes"
	"context"
)

// Named finds the commit with a digest among a tip and its first parents, the zero ID
// where it is not there, and says how many commits it read for that: these alone, not
// what is in them.
func (r *Reader) Named(ctx context.Context, tip ID, digest Digest) (id ID, read int, err error) {
	for at := tip; !at.IsZero(); read++ {
		if err := ctx.Err(); err != nil {
			return ID{}, read, err
		}
		raw, err := r.Commit(at)
		if err != nil || DigestOf(raw) == digest {
			return at, read, err
		}
		_, parents, err := links(raw)
		if err != nil {
			return ID{}, read, err
		}
		at = ID{}
		if len(parents) > 0 {
			at = parents[0]
		}
	}
	return ID{}, read, nil
}

// Genesis finds the genesis with a digest among a tip and all commits behind it, on
// whatever way they lead there; nil where it is not there. Whoever knows the digest from
// elsewhere can believe what it says.
func (r *Reader) Genesis(ctx context.Context, tip ID, digest Digest) (*Entry, error) {
	seen := map[ID]bool{tip: true}
	for left := []ID{tip}; len(left) > 0; {
		at := left[len(left)-1]
		left = left[:len(left)-1]
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		raw, err := r.Commit(at)
		if err != nil {
			return nil, err
		}
		if bytes.Contains(raw, []byte("\nSC-Root: ")) && DigestOf(raw) == digest {
			return ParseEntry(raw)
		}
		_, parents, err := links(raw)
		if err != nil {
			return nil, err
		}
		for _, p := range parents {
			if !seen[p] {
				seen[p], left = true, append(left, p)
			}
		}
	}
	return nil, nil
}
