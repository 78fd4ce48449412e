package ledger

import "context"

// Named finds the commit with a digest among a tip and its first parents; the zero ID
// where it is not there. It reads commits alone, not what is in them.
func (r *Reader) Named(ctx context.Context, tip ID, digest Digest) (ID, error) {
	for at := tip; !at.IsZero(); {
		if err := ctx.Err(); err != nil {
			return ID{}, err
		}
		raw, err := r.Commit(at)
		if err != nil {
			return ID{}, err
		}
		if DigestOf(raw) == digest {
			return at, nil
		}
		_, parents, err := links(raw)
		if err != nil {
			return ID{}, err
		}
		at = ID{}
		if len(parents) > 0 {
			at = parents[0]
		}
	}
	return ID{}, nil
}
