package ledger

import "context"

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
