namespace JanusCluster.Model.Runtime.Cpu;

/// <summary>
/// Dot products of a few tokens with a few weight rows, in registers. Each product of a token with a row is one chain of
/// accumulations over 16 lanes, group by group, and the lanes are summed up in one order: the same bits from every tile.
/// </summary>
internal unsafe interface ILinearTiles
{
    /// <summary>Bytes of a weight row's group of 32 inputs.</summary>
    static abstract int GroupBytes { get; }

    /// <summary>1 token by 8 outputs.</summary>
    /// <param name="weights">The first row.</param>
    /// <param name="rowBytes">From a row to the next.</param>
    /// <param name="tokens">A tile of a panel.</param>
    /// <param name="groups">At least one.</param>
    /// <param name="ahead">What to fetch meanwhile, for it comes next.</param>
    /// <param name="lines">Cache lines to fetch of it in each group.</param>
    /// <param name="sums">[tokens, outputs].</param>
    static abstract void Tile1x8(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums);

    /// <summary>2 tokens by 8 outputs.</summary>
    /// <inheritdoc cref="Tile1x8"/>
    static abstract void Tile2x8(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums);

    /// <summary>4 tokens by 4 outputs.</summary>
    /// <inheritdoc cref="Tile1x8"/>
    static abstract void Tile4x4(byte* weights, nint rowBytes, byte* tokens, int groups, byte* ahead, int lines, float* sums);
}
