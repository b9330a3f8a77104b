using TorchSharp;

namespace JanusCluster.Model.Engine;

/// <summary>The only caller of the model's forward. Its callers set inference mode and a dispose scope.</summary>
internal sealed class BatchRunner(JanusModel model)
{
    public long KvBytesPerPosition { get; } = SequenceCache.BytesPerPosition(model.Config.Language, model.Allocation.Type);

    /// <summary>Reads a sequence's prompt into a new cache and draws its first id.</summary>
    public long[] Prefill(Sequence sequence)
    {
        torch.Tensor embeddings = sequence switch
        {
            ImageSequence image => EmbedPrompt(image),
            TextSequence text => EmbedPrompt(text),
            _ => throw new ArgumentException($"Unknown sequence {sequence.GetType().Name}."),
        };
        sequence.Cache = new SequenceCache(
            model.Config.Language, sequence.Rows, sequence.MaxLength, model.Allocation.Device, model.Allocation.Type);
        return Draw([sequence], Forward([sequence], embeddings));
    }

    /// <summary>Feeds every sequence its last id and draws the next ones.</summary>
    public long[] Decode(IReadOnlyList<Sequence> sequences)
    {
        torch.Tensor embeddings = torch.cat([.. sequences.Select(EmbedNext)], 0);
        return Draw(sequences, Forward(sequences, embeddings));
    }

    /// <returns>Hidden states of the last position of every row, [rows, hidden].</returns>
    private torch.Tensor Forward(IReadOnlyList<Sequence> sequences, torch.Tensor embeddings)
    {
        long added = embeddings.shape[1];
        long[] positions = [.. sequences.SelectMany(s => Enumerable.Repeat(Enumerable.Range(s.Cache!.Length, (int)added), s.Rows))
            .SelectMany(row => row).Select(position => (long)position)];
        using torch.Tensor positionIds = torch.tensor(positions, [embeddings.shape[0], added], device: model.Allocation.Device);
        torch.Tensor hidden = model.Forward(
            embeddings, new BatchAttention([.. sequences.Select(s => s.Cache!)]), positionIds);
        foreach (Sequence sequence in sequences)
            sequence.Cache!.Advance((int)added);
        return hidden.select(1, added - 1);
    }

    /// <summary>[2 (conditional, unconditional) or 1, prompt length, hidden].</summary>
    private torch.Tensor EmbedPrompt(ImageSequence image)
    {
        ReadOnlySpan<int> conditional = image.Request.Prompt.Conditional.Span;
        long[] ids = new long[image.Rows * conditional.Length];
        for (int i = 0; i < conditional.Length; i++)
            ids[i] = conditional[i];
        if (image.IsGuided)
        {
            ReadOnlySpan<int> unconditional = image.Request.Prompt.Unconditional.Span;
            for (int i = 0; i < unconditional.Length; i++)
                ids[conditional.Length + i] = unconditional[i];
        }

        return model.EmbedText(torch.tensor(ids, [image.Rows, conditional.Length], device: model.Allocation.Device));
    }

    /// <summary>[1, prompt and resumed answer, hidden], the images' features in their places.</summary>
    private torch.Tensor EmbedPrompt(TextSequence text)
    {
        TextGeneration request = text.Request;
        long[] ids = [.. request.Prompt.Ids.ToArray().Concat(request.Resume).Select(id => (long)id)];
        torch.Tensor embeddings = model.EmbedText(torch.tensor(ids, [1, ids.Length], device: model.Allocation.Device));
        if (request.Pixels.Count == 0)
            return embeddings;

        int side = model.Config.Vision.ImageSize;
        torch.Tensor pixels = torch.stack(request.Pixels.Select(image => torch.tensor(image, [3, side, side])))
            .to(model.Allocation.Type, model.Allocation.Device);
        torch.Tensor features = model.EncodeImages(pixels);
        for (int i = 0; i < request.Pixels.Count; i++)
            embeddings.narrow(1, request.Prompt.ImageStarts[i], features.shape[1]).copy_(features.narrow(0, i, 1));
        return embeddings;
    }

    /// <summary>Embedding of the last id for each of the sequence's rows, [rows, 1, hidden].</summary>
    private torch.Tensor EmbedNext(Sequence sequence)
    {
        torch.Tensor id = torch.full([sequence.Rows, 1], sequence.NextInput, dtype: torch.ScalarType.Int64, device: model.Allocation.Device);
        return sequence is ImageSequence ? model.EmbedImageCodes(id) : model.EmbedText(id);
    }

    private long[] Draw(IReadOnlyList<Sequence> sequences, torch.Tensor hidden)
    {
        long[] ids = new long[sequences.Count];
        DrawCodes(sequences, hidden, ids);
        DrawTokens(sequences, hidden, ids);
        return ids;
    }

    private void DrawCodes(IReadOnlyList<Sequence> sequences, torch.Tensor hidden, long[] ids)
    {
        (List<int> places, List<long> rows) = Select<ImageSequence>(sequences);
        if (places.Count == 0)
            return;
        var images = places.ConvertAll(place => (ImageSequence)sequences[place]);
        torch.Tensor conditional = model.ImageLogits(hidden[torch.TensorIndex.Tensor(torch.tensor(rows, device: model.Allocation.Device))]).to(torch.ScalarType.Float32);
        if (images.Exists(image => image.IsGuided))
        {
            // An unguided image stands in for its own unconditional row; its weight of 1 makes that row vanish.
            long[] others = [.. images.Select((image, i) => rows[i] + (image.IsGuided ? 1 : 0))];
            torch.Tensor unconditional = model.ImageLogits(hidden[torch.TensorIndex.Tensor(torch.tensor(others, device: model.Allocation.Device))]).to(torch.ScalarType.Float32);
            torch.Tensor weights = torch.tensor(images.ConvertAll(image => (float)image.Request.Guidance), device: model.Allocation.Device).unsqueeze(1);
            conditional = unconditional + (weights * (conditional - unconditional));
        }

        Place(Sample(conditional, images), places, ids);
    }

    private void DrawTokens(IReadOnlyList<Sequence> sequences, torch.Tensor hidden, long[] ids)
    {
        (List<int> places, List<long> rows) = Select<TextSequence>(sequences);
        if (places.Count == 0)
            return;
        var texts = places.ConvertAll(place => (TextSequence)sequences[place]);
        torch.Tensor logits = model.TextLogits(hidden[torch.TensorIndex.Tensor(torch.tensor(rows, device: model.Allocation.Device))]).to(torch.ScalarType.Float32);
        for (int i = 0; i < texts.Count; i++)
            Penalize(logits.select(0, i), texts[i]);
        Place(Sample(logits, texts), places, ids);
    }

    private static void Penalize(torch.Tensor logits, TextSequence text)
    {
        if (text.Request.RepetitionPenalty == 1 || text.Answer.Count == 0)
            return;
        torch.Tensor seen = torch.tensor(text.Answer.Select(id => (long)id).Distinct().ToArray(), device: logits.device);
        torch.Tensor scores = logits.index_select(0, seen);
        double penalty = text.Request.RepetitionPenalty;
        logits.index_copy_(0, seen, torch.where(scores > 0, scores / penalty, scores * penalty));
    }

    private static long[] Sample(torch.Tensor logits, IReadOnlyList<Sequence> sequences) => Sampler.Draw(
        logits, [.. sequences.Select(s => s.Sampling)], [.. sequences.Select(s => s.NextUniform())]);

    /// <summary>Places of one kind of sequence in the batch, and the first row of each.</summary>
    private static (List<int> Places, List<long> Rows) Select<T>(IReadOnlyList<Sequence> sequences)
        where T : Sequence
    {
        var places = new List<int>();
        var rows = new List<long>();
        long row = 0;
        for (int i = 0; i < sequences.Count; row += sequences[i].Rows, i++)
        {
            if (sequences[i] is not T)
                continue;
            places.Add(i);
            rows.Add(row);
        }

        return (places, rows);
    }

    private static void Place(long[] drawn, List<int> places, long[] ids)
    {
        for (int i = 0; i < drawn.Length; i++)
            ids[places[i]] = drawn[i];
    }
}
