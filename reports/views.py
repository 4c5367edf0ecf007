from django.http import Http404


def report_list(request):
    raise Http404


report_year = report_word = figure_list = figure_rows = report_list
