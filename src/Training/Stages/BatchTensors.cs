using System.Runtime.InteropServices;
using JanusCluster.Training.Data;
using TorchSharp;

namespace JanusCluster.Training.Stages;

/// <summary>A packed batch as the model takes it.</summary>
/// <remarks>
/// The rows' embeddings come from three tables, one after the other: text tokens, tokens of read images, codes of pictures.
/// </remarks>
internal sealed class BatchTensors
{
    private readonly List<long> _text = [], _order = [], _positions = [], _segments = [];
    private readonly List<long> _textAt = [], _textTargets = [], _codesAt = [], _pictures = [];
    private readonly List<long> _imagePlaces = [], _codePlaces = [];
    private readonly List<float[]> _images = [];
    private readonly int _patches, _codes, _imageSide;

    public BatchTensors(PackedBatch batch, int patches, int codes, int imageSide, int pad)
    {
        (_patches, _codes, _imageSide) = (patches, codes, imageSide);
        (Rows, Length) = (batch.Rows, batch.Length);
        _text.Add(pad);
        for (int row = 0; row < batch.Rows; row++)
        {
            foreach (TrainingSequence sequence in batch.Sequences[row])
                Append(sequence);
            for (long segment = _positions.Count; _positions.Count < (row + 1) * batch.Length;)
                Position(0, 0, segment);
        }

        // Where the tables begin is known only now: images and codes were counted from -1 downwards.
        long images = _text.Count, pictures = images + _images.Count * _patches;
        for (int i = 0; i < _order.Count; i++)
        {
            if (_order[i] < 0)
                _order[i] = _order[i] <= CodeMark ? pictures + (CodeMark - _order[i]) : images + (-1 - _order[i]);
        }
    }

    private const long CodeMark = -(1L << 40);

    public int Rows { get; }

    public int Length { get; }

    /// <summary>Ids of the text table, int64 [texts].</summary>
    public torch.Tensor Text => torch.tensor(_text.ToArray());

    /// <summary>Row of the tables at each position, int64 [R · T].</summary>
    public torch.Tensor Order => torch.tensor(_order.ToArray());

    /// <summary>int64 [R, T].</summary>
    public torch.Tensor Positions => torch.tensor(_positions.ToArray()).view(Rows, Length);

    /// <summary>Which example a position belongs to, int64 [R, T].</summary>
    public torch.Tensor Segments => torch.tensor(_segments.ToArray()).view(Rows, Length);

    /// <summary>Pixel values float32 [N, 3, S, S]; null for none.</summary>
    public torch.Tensor? Images
    {
        get
        {
            if (_images.Count == 0)
                return null;
            torch.Tensor pixels = torch.empty(_images.Count, 3, _imageSide, _imageSide);
            Span<float> values = MemoryMarshal.Cast<byte, float>(pixels.bytes);
            for (int i = 0; i < _images.Count; i++)
                _images[i].CopyTo(values[(i * _images[i].Length)..]);
            return pixels;
        }
    }

    /// <summary>Positions, of R · T, after which a text token is to be predicted.</summary>
    public torch.Tensor TextAt => torch.tensor(_textAt.ToArray());

    public torch.Tensor TextTargets => torch.tensor(_textTargets.ToArray());

    /// <summary>Positions, of R · T, after which a code is to be predicted: all of a picture, then of the next.</summary>
    public torch.Tensor CodesAt => torch.tensor(_codesAt.ToArray());

    /// <summary><see cref="PatchClasses"/> of each patch of <see cref="Images"/>, int64 [N · patches].</summary>
    public torch.Tensor ImagePlaces => torch.tensor(_imagePlaces.ToArray());

    /// <summary>The same of the patch that the code after each of <see cref="CodesAt"/> is of.</summary>
    public torch.Tensor CodePlaces => torch.tensor(_codePlaces.ToArray());

    /// <summary>Which picture of the batch each picture of the rows is, in order.</summary>
    public IReadOnlyList<long> Pictures => _pictures;

    public bool HasText => _textAt.Count > 0;

    private void Append(TrainingSequence sequence)
    {
        long start = _positions.Count;
        for (int i = 0; i < sequence.Ids.Length; i++)
        {
            int patch = i - sequence.ImageStart;
            if (sequence.Pixels is not null && patch >= 0 && patch < _patches)
            {
                Position(-1 - (_images.Count * _patches + patch), i, start);
                continue;
            }

            Position(_text.Count, i, start);
            _text.Add(sequence.Ids[i]);
        }

        if (sequence.Pixels is not null)
        {
            _images.Add(sequence.Pixels);
            _imagePlaces.AddRange(sequence.Places ?? Enumerable.Repeat(PatchClasses.Unknown, _patches));
        }

        foreach (Range answer in sequence.Answers)
        {
            for (int i = answer.Start.Value; i < answer.End.Value; i++)
            {
                _textAt.Add(start + i);
                _textTargets.Add(sequence.Ids[i + 1]);
            }
        }

        if (sequence.Picture is not { } picture)
            return;
        _codePlaces.AddRange(sequence.Places ?? Enumerable.Repeat(PatchClasses.Unknown, _codes));
        for (int i = 0; i < _codes; i++)
        {
            _codesAt.Add(start + sequence.Ids.Length - 1 + i);
            if (i < _codes - 1)
                Position(CodeMark - (_pictures.Count * _codes + i), sequence.Ids.Length + i, start);
        }

        _pictures.Add(picture);
    }

    private void Position(long source, long position, long segment)
    {
        _order.Add(source);
        _positions.Add(position);
        _segments.Add(segment);
    }
}
