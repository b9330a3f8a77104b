using JanusCluster.Model.Engine;
using JanusCluster.Model.Runtime;
using JanusCluster.Model.Tests.Engine.Scheduling;

namespace JanusCluster.Model.Tests.Engine.Caching;

public sealed class SharedPromptsTests
{
    private readonly BlockPool _pool = new(8);
    private readonly SharedPrompts _prompts;

    public SharedPromptsTests() => _prompts = new SharedPrompts(_pool);

    [Fact]
    public void Join_EqualPrompts_ShareOne()
    {
        SharedPrompt first = _prompts.Join(Requests.Image(), 0), second = _prompts.Join(Requests.Image(), 0);
        Assert.Same(first, second);
        Assert.Equal(2, first.Users);
        Assert.Single(_prompts.Unfinished);
    }

    [Fact]
    public void Join_OtherTenant_SharesTheUnconditionalOneOnly()
    {
        ImageSequence one = Requests.Image(salt: "one"), other = Requests.Image(salt: "other");
        Assert.NotSame(_prompts.Join(one, 0), _prompts.Join(other, 0));
        Assert.Same(_prompts.Join(one, 1), _prompts.Join(other, 1));
    }

    [Fact]
    public void Join_UnconditionalPrompts_OneForEachLength()
    {
        SharedPrompt prompt = _prompts.Join(Requests.Image(prompt: 1), 1);
        Assert.Same(prompt, _prompts.Join(Requests.Image(prompt: 2), 1));
        Assert.NotSame(prompt, _prompts.Join(Requests.Image(length: 7), 1));
        Assert.True(prompt.IsUnconditional);
    }

    [Fact]
    public void Leave_Ready_IsKeptAndFoundAgain()
    {
        SharedPrompt prompt = Ready(Requests.Image());
        _prompts.Leave(prompt);
        Assert.Equal((1, 7), (_prompts.IdleBlocks, _pool.Free));
        Assert.Same(prompt, _prompts.Join(Requests.Image(), 0));
        Assert.Equal(0, _prompts.IdleBlocks);
        Assert.Empty(_prompts.Unfinished);
    }

    [Fact]
    public void Leave_NotReady_IsForgotten()
    {
        SharedPrompt prompt = _prompts.Join(Requests.Image(), 0);
        prompt.Rows.Kv[0].Add(_pool.Take());
        _prompts.Leave(prompt);
        Assert.Equal((0, 8), (_prompts.IdleBlocks, _pool.Free));
        Assert.Empty(_prompts.Unfinished);
        Assert.NotSame(prompt, _prompts.Join(Requests.Image(), 0));
    }

    [Fact]
    public void Leave_ForgottenMeanwhile_FreesItsBlocks()
    {
        SharedPrompt prompt = Ready(Requests.Image());
        _prompts.Forget(prompt);
        SharedPrompt next = _prompts.Join(Requests.Image(), 0);
        _prompts.Leave(prompt);
        Assert.Equal((0, 8), (_prompts.IdleBlocks, _pool.Free));
        Assert.Same(next, _prompts.Join(Requests.Image(), 0));
    }

    [Fact]
    public void Evict_Idle_TextsLongestUnusedFirstThenUnconditional()
    {
        ImageSequence image = Requests.Image();
        SharedPrompt[] prompts = [Ready(image, 1), Ready(image), Ready(Requests.Image(prompt: 1))];
        Assert.False(_prompts.Evict());
        Array.ForEach(prompts, _prompts.Leave);
        _prompts.Leave(_prompts.Join(image, 0)); // used again
        foreach (int next in new[] { 2, 1, 0 })
        {
            Assert.True(_prompts.Evict());
            Assert.Equal(0, prompts[next].Rows.Kv[0].BlockCount);
        }

        Assert.False(_prompts.Evict());
        Assert.Equal((0, 8), (_prompts.IdleBlocks, _pool.Free));
    }

    [Fact]
    public void Evict_ReadySinceTheLastLook_IsNotUnfinished()
    {
        _prompts.Leave(Ready(Requests.Image()));
        Assert.True(_prompts.Evict());
        Assert.Empty(_prompts.Unfinished);
    }

    /// <summary>A prompt of one block with one user.</summary>
    private SharedPrompt Ready(ImageSequence image, int row = 0)
    {
        SharedPrompt prompt = _prompts.Join(image, row);
        KvRow kv = Assert.Single(prompt.Rows.Kv);
        kv.Add(_pool.Take());
        prompt.Rows.Advance(prompt.Rows.Remaining);
        return prompt;
    }
}
