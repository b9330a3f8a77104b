using System.Text.Json;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Tasks;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>One picture that is judged.</summary>
/// <param name="Id">The request's name: category and number.</param>
internal sealed record PicturePrompt(string Id, TextToImageCategory Category, Caption Caption)
{
    /// <param name="count">Of each category.</param>
    /// <exception cref="UserMistakeException">There are not so many.</exception>
    public static IReadOnlyList<PicturePrompt> Create(int count, int seed)
    {
        try
        {
            return
            [
                .. from category in Enum.GetValues<TextToImageCategory>()
                   from prompt in PromptSet.Create(category, count, seed).Index()
                   select new PicturePrompt($"{JsonNamingPolicy.KebabCaseLower.ConvertName(category.ToString())}-{prompt.Index:D3}", category, prompt.Item),
            ];
        }
        catch (ArgumentOutOfRangeException e)
        {
            throw new UserMistakeException($"--prompts {count} is too many. {e.Message}");
        }
    }
}
