using JanusCluster.Model.Engine;

namespace JanusCluster.Model.Tests.Engine.Mixes;

/// <summary>A request in a few numbers, which say everything about it whatever the model.</summary>
/// <param name="Resume">Ids that an earlier run has drawn already.</param>
/// <param name="Tenant">Which salt it has.</param>
internal abstract record Spec(int Resume, int Tenant)
{
    /// <summary>What its ids depend on: two requests that differ in other things alone get the same ids.</summary>
    public abstract Spec Content();
}

/// <param name="Prompt">Which prompt; the ids of a shorter one are not those of a longer one.</param>
/// <param name="Length">Ids of the prompt.</param>
internal sealed record ImageSpec(int Prompt, int Length, bool IsGuided, RequestClass Class, int Resume, int Tenant, int Seed = 0)
    : Spec(Resume, Tenant)
{
    public override Spec Content() => this with { Class = RequestClass.Bulk, Resume = 0, Tenant = 0 };
}

/// <param name="Family">Texts of one family begin alike.</param>
/// <param name="Variant">How it goes on.</param>
/// <param name="Length">Ids of the prompt without those of images.</param>
/// <param name="Images">How many images stand in the prompt.</param>
/// <param name="Picture">Which ones.</param>
internal sealed record TextSpec(
    int Family, int Variant, int Length, int Images, int Picture, int MaxTokens, int Resume, int Tenant, int Seed = 0)
    : Spec(Resume, Tenant)
{
    public override Spec Content() => this with { Resume = 0, Tenant = 0 };
}
