using JanusCluster.Client.Chat;
using JanusCluster.Client.Hosting;
using JanusCluster.Client.OpenAi.Responses;
using JanusCluster.Contracts.Chat;
using JanusCluster.Evaluation.Language;
using JanusCluster.Evaluation.Scenes;
using JanusCluster.Evaluation.Tasks;
using JanusCluster.Imaging.Png;
using Spectre.Console;

namespace JanusCluster.Client.Cli.Evaluation;

/// <summary>Asks each question about its picture, some at a time.</summary>
internal sealed class AnswerEvaluation(IClusterSession session, CommandScope scope)
{
    private const int AtATime = 16, MaxTokens = 80;

    public async Task<IReadOnlyList<JudgedAnswer>> RunAsync(string model, int count, int seed, CancellationToken cancellationToken)
    {
        Question[] questions = [.. QuestionSet.Kinds.SelectMany(kind => QuestionSet.Create(kind, count, seed))];
        var answers = new JudgedAnswer[questions.Length];
        await ShowAsync(questions.Length, done => Parallel.ForAsync(
            0,
            questions.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtATime, CancellationToken = cancellationToken },
            async (i, token) =>
            {
                string answer = await AskAsync(model, questions[i], token);
                answers[i] = new JudgedAnswer(questions[i], answer, AnswerCheck.IsRight(questions[i], answer));
                done();
            }));
        return answers;
    }

    private async Task<string> AskAsync(string model, Question question, CancellationToken cancellationToken)
    {
        string image = await ChatImages.StoreAsync(session.Blobs, PngEncoder.Encode(SceneRenderer.Draw(question.Scene)), cancellationToken);
        IConversationGrain conversation = session.Conversation(ResponseId.NewConversation());
        var request = new TurnRequest(model, new ChatMessage(ChatRole.User, question.Text, [image]), new ChatSettings(MaxTokens, 0));
        Answer answer = await Answer.StartAsync(conversation, request, scope.Time, cancellationToken);
        string text = "";
        await foreach (TurnChunk chunk in answer.ReadAsync(cancellationToken))
            text += chunk.Text;
        await ClusterCall.RepeatAsync(conversation.DeleteAsync, scope.Time, cancellationToken);
        return text;
    }

    private Task ShowAsync(int total, Func<Action, Task> run)
    {
        if (!scope.Output.NotesAreLive)
        {
            scope.Output.Note($"Asking {total} questions …");
            return run(() => { });
        }

        return scope.Output.Notes.Progress().AutoClear(true).StartAsync(context =>
        {
            ProgressTask task = context.AddTask("questions", maxValue: total);
            return run(() => task.Increment(1));
        });
    }
}
