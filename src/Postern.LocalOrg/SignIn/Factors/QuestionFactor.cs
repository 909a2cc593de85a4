using Postern.LocalOrg.Directory;
using Postern.Protocol;

namespace Postern.LocalOrg.SignIn.Factors;

/// <summary>A security question.</summary>
sealed class QuestionFactor() : FactorKind(FactorTypes.Question, "OKTA", "ufs", "kba")
{
    const int ShortestAnswer = 4;

    /// <summary>The key of a question of the user's own, which comes with its text.</summary>
    public const string Own = "custom";

    const int LongestQuestion = 255;

    /// <summary>Key and text of each question that Okta offers, in its order: management.md 7. UNCONFIRMED: some of the texts.</summary>
    public static readonly IReadOnlyDictionary<string, string> Questions = new Dictionary<string, string>
    {
        ["disliked_food"] = "What is the food you least liked as a child?",
        ["name_of_first_plush_toy"] = "What is the name of your first stuffed animal?",
        ["first_award"] = "What did you earn your first medal or award for?",
        ["favorite_security_question"] = "What is your favorite security question?",
        ["favorite_toy"] = "What is the toy/stuffed animal you liked the most as a kid?",
        ["first_computer_game"] = "What was the first computer game you played?",
        ["favorite_movie_quote"] = "What is your favorite movie quote?",
        ["first_sports_team_mascot"] = "What was the mascot of the first sports team you played on?",
        ["first_music_purchase"] = "What music album or song did you first purchase?",
        ["favorite_art_piece"] = "What is your favorite piece of art?",
        ["grandmother_favorite_desert"] = "What was your grandmother's favorite dessert?",
        ["first_thing_cooked"] = "What was the first thing you learned to cook?",
        ["childhood_dream_job"] = "What was your dream job as a child?",
        ["place_where_significant_other_was_met"] = "Where did you meet your spouse/significant other?",
        ["favorite_vacation_location"] = "Where did you go for your favorite vacation?",
        ["new_years_two_thousand"] = "Where were you on New Year's Eve in the year 2000?",
        ["favorite_speaker_actor"] = "Who is your favorite speaker/orator?",
        ["favorite_book_movie_character"] = "Who is your favorite book/movie character?",
        ["favorite_sports_player"] = "Who is your favorite sports player?",
    };

    public override bool IsActiveAtOnce => true;

    public override bool HasAnswer(FactorAnswer answer) => answer.Text is not null || answer.Passcode is not null;

    public override Factor Enroll(FactorProfile profile, User user)
    {
        if (profile is not { Question: { } question, Answer: { } answer }
            || !(Questions.ContainsKey(question) || IsOwn(profile))
            || answer.Trim().Length < ShortestAnswer)
            throw new SignInRefusal.InvalidProfile();

        return new()
        {
            Id = "",
            FactorType = FactorType,
            Provider = Provider,
            Question = IsOwn(profile) ? profile.QuestionText : question,
            AnswerHash = Passwords.HashAnswer(answer),
        };
    }

    static bool IsOwn(FactorProfile profile) =>
        profile is { Question: Own, QuestionText: { Length: <= LongestQuestion } text } && !string.IsNullOrWhiteSpace(text);

    public override Task VerifyAsync(
        Factor factor, Challenge? challenge, FactorAnswer answer, FactorSurroundings around, CancellationToken ct) =>
        (answer.Text ?? answer.Passcode) is { } text && Passwords.CheckAnswer(factor.AnswerHash ?? "", text)
            ? Task.CompletedTask
            : throw new SignInRefusal.WrongAnswer(AnswerKind.Question);
}
