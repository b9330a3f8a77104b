using CsCheck;
using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>Draws mixes in which memory is short, prompts repeat, and chat meets bulk.</summary>
internal static class MixGen
{
    private const int MostEntries = 12;

    private static readonly Gen<int> Resume = Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 11]));
    private static readonly Gen<int> Tenant = Gen.Frequency((3, Gen.Const(0)), (1, Gen.Const(1)));
    private static readonly Gen<RequestClass> ImageClass = Gen.Frequency((3, Gen.Const(RequestClass.Bulk)), (1, Gen.Const(RequestClass.Interactive)));

    // A few lengths around the blocks' bounds, so that equal prompts meet; and some of any.
    private static readonly Gen<int> ImageLength = Gen.Frequency((2, OneOf(2, 16, 17, 18, 33)), (1, Gen.Int[2, 40]));
    private static readonly Gen<int> TextLength = Gen.Frequency((3, OneOf(16, 17, 40, 49)), (1, Gen.Int[1, 60]));

    private static readonly Gen<Spec> Image =
        from prompt in Gen.Int[0, 2]
        from length in ImageLength
        from guided in Gen.Frequency((3, Gen.Const(true)), (1, Gen.Const(false)))
        from kind in ImageClass
        from resume in Resume
        from tenant in Tenant
        select (Spec)new ImageSpec(prompt, length, guided, kind, resume, tenant);

    private static readonly Gen<Spec> Text =
        from family in Gen.Int[0, 1]
        from variant in Gen.Int[0, 1]
        from length in TextLength
        from images in Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int[1, 2]))
        from picture in Gen.Int[0, 1]
        from tokens in OneOf(1, 6, 20)
        from resume in Resume
        from tenant in Tenant
        select (Spec)new TextSpec(family, variant, length, images, images == 0 ? 0 : picture, tokens, resume, tenant);

    private static readonly Gen<MixEntry> Entry =
        from spec in Gen.Frequency((1, Image), (1, Text))
        from arrival in Gen.Int[0, 30]
        from cancel in Gen.Frequency((4, Gen.Const((int?)null)), (1, Gen.Int[0, 20].Select(steps => (int?)steps)))
        select new MixEntry(spec, spec is ImageSpec ? arrival / 3 : arrival, cancel); // so that chat finds bulk running

    private static readonly Gen<MixOptions> Options =
        from rows in Gen.Int[2, 12]
        from extra in Gen.Int[0, 16]
        from tokens in OneOf(1, 20, 64)
        from prefixes in OneOf((int?)null, null, 0, 2)
        from host in OneOf(0, 0, 3, 20)
        from target in OneOf((double?)null, null, 0.5, 10)
        from delay in OneOf(0, 1, 4)
        select new MixOptions(rows, extra, tokens, prefixes, host, target, delay);

    /// <summary>How many times as many mixes as usual.</summary>
    public static int Scale { get; } = Environment.GetEnvironmentVariable("JANUS_LONG_TESTS") is { Length: > 0 } ? 5 : 1;

    /// <param name="seeds">How many different seeds the requests have.</param>
    public static Gen<Mix> Mixes(int seeds = 1) =>
        from options in Options
        from entries in Entry.Array[1, MostEntries]
        from seed in Gen.Int[0, seeds - 1].Array[MostEntries]
        select new Mix(options, [.. entries.Select((entry, i) => entry with { Spec = Seeded(entry.Spec, seed[i]) })]);

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static Spec Seeded(Spec spec, int seed) => spec switch
    {
        ImageSpec image => image with { Seed = seed },
        TextSpec text => text with { Seed = seed },
        _ => spec,
    };
}
